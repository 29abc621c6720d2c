"use client";

import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { SpotArt } from "@tiffin/ui/spot-art";
import { useTranslations } from "next-intl";
import { type Asked, countFilters, noFilters } from "./search-state.ts";
import { useSearchState } from "./use-search-state.ts";
import { useWaysOut } from "./use-ways-out.ts";
import type { WayOut } from "./ways-out.ts";
import { useCuisineName } from "./cuisine-name.ts";

/** Nothing fits: says so, and offers what would, with how much of it there is. */
export function NothingFound({ asked }: { asked: Asked }) {
  const t = useTranslations("search");
  const cuisineName = useCuisineName();
  const [state, change] = useSearchState();
  const { ways, settled } = useWaysOut(asked);
  const km = asked.radiusKm;
  const label = (way: WayOut): string => {
    switch (way.kind) {
      case "widen":
        return t("widen", { km: way.km });
      case "cuisine":
        return t("without", { name: state.cuisine.map(cuisineName).join(", ") });
      case "veg":
        return t("without", { name: t("pureVeg") });
      case "open":
        return t("without", { name: t("openNow") });
      case "rating":
        return t("without", { name: t("ratedFrom", { rating: (state.rating ?? 0).toFixed(1) }) });
      case "cost":
        return t("withoutCost");
      case "filters":
        return t("clearFilters");
      case "words":
        return t("withoutWords", { q: asked.q ?? "" });
    }
  };
  const q = asked.q;
  return (
    <EmptyState
      className="py-6"
      art={<SpotArt kind="no-match" />}
      title={q ? t("nothingFor", { q, km }) : t("nothing", { km })}
      action={
        <ul className="flex min-h-24 flex-wrap content-start justify-center gap-3">
          {ways.map(({ way, total }, index) => (
            <li className="max-w-full" key={`${way.kind}${"km" in way ? way.km : ""}`}>
              <Button
                tone={index === 0 ? "primary" : "outline"}
                className="max-w-full shrink py-2 whitespace-normal"
                onClick={() => change(way.patch)}
              >
                {label(way)}
                <span className="tabular whitespace-nowrap opacity-75">{t("kitchens", { count: total })}</span>
              </Button>
            </li>
          ))}
          {settled && ways.length === 0 && (q || countFilters(state) > 0) ? (
            <li>
              <Button tone="outline" onClick={() => change({ ...noFilters, q: null })}>
                {t("startOver")}
              </Button>
            </li>
          ) : null}
        </ul>
      }
    >
      {ways.length > 0 || !settled ? t("nothingHint") : t("nothingAtAll")}
    </EmptyState>
  );
}
