"use client";

import { ErrorState } from "@tiffin/ui/error-state";
import { Page } from "@tiffin/ui/page";
import { useTranslations } from "next-intl";
import { ActiveOrder } from "../orders/active-order.tsx";
import { usePlace } from "../place/place-provider.tsx";
import { CuisineRail } from "./cuisine-rail.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { Results } from "./results.tsx";
import { SearchBox } from "./search-box.tsx";
import { isPlain } from "./search-state.ts";
import { useSearch } from "./use-search.ts";

export function Home() {
  const t = useTranslations("home");
  const { place, citiesFailed, retryCities } = usePlace();
  const search = useSearch();
  const plain = isPlain(search.state);
  return (
    <Page className="pt-5 sm:pt-8">
      <ActiveOrder />
      <div className="flex flex-col gap-5">
        <h1 className={plain ? "display text-2xl sm:text-4xl" : "sr-only"}>{t("title")}</h1>
        <SearchBox className="w-full max-w-2xl" />
      </div>
      {!place && citiesFailed ? (
        <ErrorState onRetry={retryCities} />
      ) : (
        <>
          <div className="mt-6 flex flex-col gap-5">
            <CuisineRail counts={search.facets?.cuisines} />
            <FilterBar facets={search.facets} />
          </div>
          <Results search={search} />
        </>
      )}
    </Page>
  );
}
