"use client";

import { traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { Loading } from "@tiffin/ui/skeleton";
import { SpotArt } from "@tiffin/ui/spot-art";
import { cn } from "@tiffin/ui/lib/cn";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { RestaurantCard, RestaurantCardSkeleton } from "./restaurant-card.tsx";
import { countFilters, defaultRadiusKm, isPlain, noFilters, widerRadius } from "./search-state.ts";
import type { useSearch } from "./use-search.ts";
import { useSearchState } from "./use-search.ts";

const grid = "grid gap-x-6 gap-y-8 sm:grid-cols-2 lg:grid-cols-3";

export function Results({ search }: { search: ReturnType<typeof useSearch> }) {
  const t = useTranslations("search");
  const { state, pages } = search;
  const total = pages.data?.pages[0]?.total;

  if (pages.isPending) {
    return (
      <Loading label={t("loading")} className="pt-8">
        <div className={grid}>
          {Array.from({ length: 9 }, (_, index) => (
            <RestaurantCardSkeleton key={index} />
          ))}
        </div>
      </Loading>
    );
  }
  if (pages.isError && !pages.data) {
    return (
      <ErrorState traceId={traceIdOf(pages.error)} onRetry={() => void pages.refetch()} retrying={pages.isRefetching}>
        {t("failed")}
      </ErrorState>
    );
  }
  if (total === 0) return <Nothing />;
  const cards = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section
      aria-labelledby="results-title"
      className={cn("pt-7 transition-opacity", pages.isPlaceholderData && "opacity-60")}
    >
      <h2 id="results-title" className="display mb-4 text-xl" aria-live="polite">
        {isPlain(state)
          ? t("nearYou", { count: total ?? 0 })
          : state.q.trim()
            ? t("found", { count: total ?? 0, q: state.q.trim() })
            : t("foundFiltered", { count: total ?? 0 })}
      </h2>
      <ul className={grid}>
        {cards.map((card) => (
          <li key={card.id}>
            <RestaurantCard card={card} />
          </li>
        ))}
      </ul>
      {pages.hasNextPage ? <More onMore={() => void pages.fetchNextPage()} busy={pages.isFetchingNextPage} /> : null}
    </section>
  );
}

/** Fetches on when it comes near; the button is there for keyboards and for those whose browser doesn't tell. */
function More({ onMore, busy }: { onMore: () => void; busy: boolean }) {
  const t = useTranslations("search");
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = busy ? () => undefined : onMore;
  });
  useEffect(() => {
    if (!box.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: "600px",
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className="flex justify-center pt-10">
      <Button tone="outline" busy={busy} onClick={onMore}>
        {t("more")}
      </Button>
    </div>
  );
}

function Nothing() {
  const t = useTranslations("search");
  const [state, setState] = useSearchState();
  const wider = widerRadius(state);
  const radius = state.km ?? defaultRadiusKm;
  return (
    <EmptyState
      art={<SpotArt kind="no-match" />}
      title={state.q.trim() ? t("nothingFor", { q: state.q.trim(), km: radius }) : t("nothing", { km: radius })}
      action={
        <>
          {wider ? <Button onClick={() => void setState({ km: wider })}>{t("widen", { km: wider })}</Button> : null}
          {countFilters(state) > 0 ? (
            <Button tone="outline" onClick={() => void setState({ ...noFilters, km: state.km })}>
              {t("clearFilters")}
            </Button>
          ) : null}
          {state.q ? (
            <Button tone="ghost" onClick={() => void setState({ q: null })}>
              {t("clear")}
            </Button>
          ) : null}
        </>
      }
    >
      {t("nothingHint")}
    </EmptyState>
  );
}
