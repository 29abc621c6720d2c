"use client";

import { traceIdOf } from "@tiffin/ui/app/api";
import { ErrorState } from "@tiffin/ui/error-state";
import { useOnline } from "@tiffin/ui/offline-banner";
import { cn } from "@tiffin/ui/lib/cn";
import { Page } from "@tiffin/ui/page";
import { Loading } from "@tiffin/ui/skeleton";
import { useTranslations } from "next-intl";
import { ActiveOrder } from "../orders/active-order.tsx";
import { usePlace } from "../place/place-provider.tsx";
import { CuisineRail } from "./cuisine-rail.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { NotServed } from "./not-served.tsx";
import { NothingFound } from "./nothing-found.tsx";
import { ElsewhereNotice, OfflineNotice, StaleNotice, WhereAreYou } from "./notices.tsx";
import { Results, ResultsSkeleton } from "./results.tsx";
import { ResultsHeading, ViewSwitch } from "./results-heading.tsx";
import { ResultsMap } from "./results-map.tsx";
import { SearchBox } from "./search-box.tsx";
import { useFacets } from "./use-facets.ts";
import { useSearch } from "./use-search.ts";
import { useSearchState } from "./use-search-state.ts";
import { useShownAnswer } from "./use-shown-answer.ts";

export function Home() {
  const t = useTranslations("home");
  const { centre, undecided, elsewhere, citiesKnown, citiesFailed, retryCities } = usePlace();
  const [{ view }] = useSearchState();
  const notServed = citiesKnown && centre !== null && centre.citySlug === null;
  return (
    <Page className="pt-5 sm:pt-8">
      <ActiveOrder />
      <div className="flex flex-col gap-5">
        <h1 className={view === "map" ? "sr-only" : "display text-2xl sm:text-4xl"}>{t("title")}</h1>
        <SearchBox className="w-full max-w-2xl" />
        {undecided && !elsewhere ? <WhereAreYou /> : null}
        {elsewhere ? <ElsewhereNotice /> : null}
      </div>
      {citiesFailed && !citiesKnown ? <ErrorState onRetry={retryCities} /> : notServed ? <NotServed /> : <Kitchens />}
    </Page>
  );
}

function Kitchens() {
  const t = useTranslations("search");
  const search = useSearch();
  const { pages, asked, ready } = search;
  const first = pages.data?.pages[0];
  const { facets, everyCuisine } = useFacets(asked, ready, first?.facets);
  const [{ view }] = useSearchState();
  const online = useOnline();
  const cards = pages.data?.pages.flatMap((page) => page.items) ?? [];
  // The heading speaks of what is on the screen, not of what was typed since.
  const answer = useShownAnswer(search);
  const failed = pages.isError && !pages.data;
  // Without network a question waits, and would wait forever.
  const waiting = pages.isPending && pages.fetchStatus === "paused" && !online;
  return (
    <>
      <div className="mt-6 flex flex-col gap-4">
        <div className={view === "map" ? "max-lg:hidden" : undefined}>
          {failed ? null : <CuisineRail counts={facets?.cuisines} every={everyCuisine} />}
        </div>
        <FilterBar facets={facets} />
      </div>
      <section
        aria-labelledby="results-title"
        // On phones the way to the map floats over the end of the list: the list leaves it room.
        className={cn("flex flex-col gap-4 pt-5", view === "list" && "max-sm:pb-16")}
      >
        <ResultsHeading answer={failed || waiting ? "failed" : (answer ?? "waiting")} />
        {pages.isPlaceholderData && !online ? <OfflineNotice /> : first?.stale ? <StaleNotice /> : null}
        {waiting ? (
          <ErrorState title={t("offlineTitle")} onRetry={() => void pages.refetch()}>
            {t("offline")}
          </ErrorState>
        ) : failed ? (
          <ErrorState
            traceId={traceIdOf(pages.error)}
            onRetry={() => void pages.refetch()}
            retrying={pages.isRefetching}
          >
            {t("failed")}
          </ErrorState>
        ) : pages.isPending ? (
          <Loading label={t("loading")}>
            <ResultsSkeleton />
          </Loading>
        ) : first?.total === 0 && view === "list" ? (
          <NothingFound asked={answer?.asked ?? asked} />
        ) : view === "map" ? (
          <ResultsMap search={search} cards={cards} />
        ) : (
          <Results search={search} cards={cards} />
        )}
      </section>
      {view === "list" && cards.length > 0 ? (
        <div className="pointer-events-none fixed inset-x-0 bottom-[calc(5.25rem+env(safe-area-inset-bottom))] z-20 flex justify-center sm:hidden">
          <ViewSwitch className="pointer-events-auto" floating />
        </div>
      ) : null}
    </>
  );
}
