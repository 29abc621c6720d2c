"use client";

import type { RestaurantPage } from "@tiffin/domain/wire/restaurants";
import { FilterChip } from "@tiffin/ui/chip";
import { exponentOf, formatMoney } from "@tiffin/ui/lib/money";
import { Select } from "@tiffin/ui/select";
import { Clock, Leaf, Star, X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { countFilters, noFilters, sorts } from "./search-state.ts";
import { useCityCurrency, useSearchState } from "./use-search.ts";

/** Sort and filters, each with the number of kitchens that it would leave. */
export function FilterBar({ facets }: { facets: RestaurantPage["facets"] | undefined }) {
  const t = useTranslations("search");
  const locale = useLocale();
  const currency = useCityCurrency();
  const [state, setState] = useSearchState();
  const scale = 10 ** exponentOf(currency);
  const costs = Object.keys(facets?.costForTwo ?? {})
    .map(Number)
    .filter((minor) => Number.isFinite(minor) && minor > 0)
    .sort((a, b) => a - b)
    .slice(0, 2);
  const filters = countFilters(state);
  return (
    <div
      role="group"
      aria-label={t("filters")}
      className="no-scrollbar -mx-4 flex items-center gap-2 overflow-x-auto px-4 py-1 sm:-mx-6 sm:px-6"
    >
      <Select
        look="pill"
        label={t("sort")}
        value={state.sort}
        onChange={(sort) => void setState({ sort })}
        options={sorts.map((value) => ({ value, label: t(`sorts.${value}`) }))}
        className="shrink-0"
      />
      <FilterChip
        pressed={state.open}
        count={facets?.openNow["true"]}
        icon={<Clock aria-hidden className="size-4" />}
        onClick={() => void setState({ open: state.open ? null : true })}
      >
        {t("openNow")}
      </FilterChip>
      <FilterChip
        pressed={state.veg}
        count={facets?.veg["true"]}
        icon={<Leaf aria-hidden className="size-4" />}
        onClick={() => void setState({ veg: state.veg ? null : true })}
      >
        {t("pureVeg")}
      </FilterChip>
      <FilterChip
        pressed={state.rating === 4}
        count={facets?.rating["4"]}
        icon={<Star aria-hidden className="size-4" />}
        onClick={() => void setState({ rating: state.rating === 4 ? null : 4 })}
      >
        {t("ratedFour")}
      </FilterChip>
      {costs.map((minor) => (
        <FilterChip
          key={minor}
          pressed={state.cost === minor / scale}
          count={facets?.costForTwo[String(minor)]}
          onClick={() => void setState({ cost: state.cost === minor / scale ? null : minor / scale })}
        >
          {t("upTo", { price: formatMoney({ amount: minor, currency }, locale) })}
        </FilterChip>
      ))}
      {filters > 0 ? (
        <button
          type="button"
          onClick={() => void setState(noFilters)}
          className="inline-flex h-9 shrink-0 items-center gap-1 rounded-full px-3 text-sm font-semibold text-tamarind-ink hover:bg-tamarind-tint"
        >
          <X aria-hidden className="size-4" />
          {t("clearFilters")}
        </button>
      ) : null}
    </div>
  );
}
