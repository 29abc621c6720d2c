"use client";

import { CoverArt } from "@tiffin/ui/cover-art";
import { cn } from "@tiffin/ui/lib/cn";
import { Skeleton } from "@tiffin/ui/skeleton";
import { Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useCuisineName } from "./cuisine-name.ts";
import { toggled } from "./search-state.ts";
import { useSearchState } from "./use-search-state.ts";

const most = 40;
/** So many stand in one row of a wide screen; a mouse can't swipe to the others. */
const inRow = 11;

/**
 * Cuisines as plates on a shelf, each with how many kitchens it would leave. Their order is that of the neighbourhood and
 * stays while one types and filters, so that no plate slips away under the finger.
 */
export function CuisineRail({
  counts,
  every,
}: {
  counts: Readonly<Record<string, number>> | undefined;
  every: Readonly<Record<string, number>> | undefined;
}) {
  const t = useTranslations("search");
  const cuisineName = useCuisineName();
  const [{ cuisine }, change] = useSearchState();
  const [all, setAll] = useState(false);
  if (!counts || !every) return <CuisineRailSkeleton />;
  const usual = Object.entries(every)
    .sort(([a, x], [b, y]) => y - x || a.localeCompare(b))
    .map(([name]) => name)
    .slice(0, most);
  const shown = [...cuisine.filter((name) => !usual.includes(name)), ...usual];
  if (shown.length === 0) return null;
  return (
    <ul
      aria-label={t("cuisines")}
      className="no-scrollbar -mx-4 flex gap-3 px-4 py-1 max-sm:overflow-x-auto sm:mx-0 sm:flex-wrap sm:px-0"
    >
      {shown.map((name, index) => {
        const pressed = cuisine.includes(name);
        const count = counts[name] ?? 0;
        // It stays in reach, so that a reader hears that there is none, and the shelf can be scrolled by keys.
        const empty = count === 0 && !pressed;
        const text = cuisineName(name);
        return (
          <li key={name} className={cn(index >= inRow && !all && !pressed && "sm:hidden")}>
            <button
              type="button"
              aria-pressed={pressed}
              aria-label={t("cuisineCount", { name: text, count })}
              aria-disabled={empty ? true : undefined}
              onClick={empty ? undefined : () => change({ cuisine: toggled(cuisine, name) })}
              className="group flex w-19 flex-col items-center rounded-xl pb-1 aria-disabled:cursor-default aria-disabled:opacity-45 aria-disabled:grayscale"
            >
              <span
                className={cn(
                  "mt-1 size-16 overflow-hidden rounded-full outline-3 outline-offset-2 outline-transparent transition",
                  pressed ? "outline-leaf" : !empty && "group-hover:scale-105",
                )}
              >
                <CoverArt artKey={name} name={name} shape="dish" />
              </span>
              <span
                className={cn(
                  "mt-2 w-full truncate text-center text-xs leading-4",
                  pressed ? "font-bold text-leaf-ink" : "font-medium",
                )}
              >
                {text}
              </span>
              <span aria-hidden className="tabular text-2xs text-ink-faint">
                {count}
              </span>
            </button>
          </li>
        );
      })}
      {shown.length > inRow && !all ? (
        <li className="max-sm:hidden">
          <button
            type="button"
            onClick={() => setAll(true)}
            className="group flex w-19 flex-col items-center rounded-xl pb-1"
          >
            <span className="mt-1 flex size-16 items-center justify-center rounded-full bg-sunken text-ink-soft transition group-hover:scale-105">
              <Ellipsis aria-hidden className="size-6" />
            </span>
            <span className="mt-2 text-xs leading-4 font-medium">{t("allCuisines")}</span>
            <span aria-hidden className="tabular text-2xs text-ink-faint">
              +{shown.length - inRow}
            </span>
          </button>
        </li>
      ) : null}
    </ul>
  );
}

/** As tall as the shelf itself. */
export const CuisineRailSkeleton = () => (
  <div className="no-scrollbar flex gap-3 overflow-hidden py-1" aria-hidden>
    {Array.from({ length: 14 }, (_, index) => (
      <div key={index} className="h-28 w-19 shrink-0 pb-1">
        <Skeleton className="mx-auto mt-1 size-16 rounded-full" />
        <Skeleton className="mx-auto mt-2.5 h-3 w-14" />
        <Skeleton className="mx-auto mt-1.5 h-2.5 w-5" />
      </div>
    ))}
  </div>
);
