"use client";

import { COST_STEPS, RATING_STEPS } from "@tiffin/domain/search/facets";
import { FilterChip } from "@tiffin/ui/chip";
import { exponentOf, formatMoney } from "@tiffin/ui/lib/money";
import { Select } from "@tiffin/ui/select";
import { Clock, Leaf, Star } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { radiusOf, radiusSteps, sorts } from "./search-state.ts";
import type { Facets } from "./use-facets.ts";
import { useCityCurrency } from "./use-search.ts";
import { type SearchPatch, useSearchState } from "./use-search-state.ts";

/** The steps that still tell kitchens apart. */
const ratings = RATING_STEPS.filter((step) => step >= 4);
const costs = COST_STEPS.slice(0, 2);

/** Order, circle and filters, each filter with the number of kitchens that it would leave. */
export function FilterBar({ facets }: { facets: Facets | undefined }) {
  const t = useTranslations("search");
  const locale = useLocale();
  const currency = useCityCurrency();
  const [state, change] = useSearchState();
  const scale = 10 ** exponentOf(currency);
  const km = radiusOf(state);
  const radii = [...new Set([...radiusSteps, km])].sort((a, b) => a - b);
  const chip = (pressed: boolean, count: number | undefined, patch: SearchPatch, label: string, icon?: ReactNode) => (
    <FilterChip
      key={label}
      pressed={pressed}
      count={count ?? (facets ? 0 : null)}
      // Nothing would be left: it stays where it is, and can't be pressed.
      disabled={facets !== undefined && !count && !pressed}
      icon={icon}
      onClick={() => change(patch)}
    >
      {label}
    </FilterChip>
  );
  return (
    <div
      role="group"
      aria-label={t("filters")}
      className="no-scrollbar -mx-4 flex items-center gap-2 overflow-x-auto px-4 py-1 sm:mx-0 sm:flex-wrap sm:px-0"
    >
      <Select
        look="pill"
        label={t("sort")}
        value={state.sort}
        onChange={(sort) => change({ sort })}
        options={sorts.map((value) => ({ value, label: t(`sorts.${value}`) }))}
        className="shrink-0"
      />
      <Select
        look="pill"
        label={t("radius")}
        value={String(km)}
        onChange={(value) => change({ km: Number(value) })}
        options={radii.map((value) => ({ value: String(value), label: t("within", { km: value }) }))}
        className="shrink-0"
      />
      {chip(
        state.open,
        facets?.openNow["true"],
        { open: !state.open },
        t("openNow"),
        <Clock aria-hidden className="size-4" />,
      )}
      {chip(state.veg, facets?.veg["true"], { veg: !state.veg }, t("pureVeg"), <Leaf aria-hidden className="size-4" />)}
      {ratings.map((step) =>
        chip(
          state.rating === step,
          facets?.rating[String(step)],
          { rating: state.rating === step ? null : step },
          t("ratedFrom", { rating: step.toFixed(1) }),
          <Star aria-hidden className="size-4" />,
        ),
      )}
      {costs.map((minor) =>
        chip(
          state.cost === minor / scale,
          facets?.costForTwo[String(minor)],
          { cost: state.cost === minor / scale ? null : minor / scale },
          t("upTo", { price: formatMoney({ amount: minor, currency }, locale) }),
        ),
      )}
    </div>
  );
}
