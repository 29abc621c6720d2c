"use client";

import { CoverArt } from "@tiffin/ui/cover-art";
import { cn } from "@tiffin/ui/lib/cn";
import { Skeleton } from "@tiffin/ui/skeleton";
import { useTranslations } from "next-intl";
import { toggled } from "./search-state.ts";
import { useSearchState } from "./use-search.ts";

/** Cuisines by how many kitchens cook them, as plates on a shelf; chosen ones stand first. */
export function CuisineRail({ counts }: { counts: Record<string, number> | undefined }) {
  const t = useTranslations("search");
  const [{ cuisine }, setState] = useSearchState();
  if (!counts) {
    return (
      <div className="no-scrollbar flex gap-4 overflow-hidden py-1" aria-hidden>
        {Array.from({ length: 9 }, (_, index) => (
          <div key={index} className="w-19 shrink-0">
            <Skeleton className="mx-auto size-17 rounded-full" />
            <Skeleton className="mx-auto mt-2.5 h-3.5 w-14" />
          </div>
        ))}
      </div>
    );
  }
  const names = Object.entries(counts)
    .sort(([a, x], [b, y]) => y - x || a.localeCompare(b))
    .map(([name]) => name);
  const shown = [...cuisine, ...names.filter((name) => !cuisine.includes(name))].slice(0, 24);
  if (shown.length === 0) return null;
  return (
    <ul aria-label={t("cuisines")} className="no-scrollbar -mx-4 flex gap-3 overflow-x-auto px-4 py-1 sm:-mx-6 sm:px-6">
      {shown.map((name) => {
        const pressed = cuisine.includes(name);
        return (
          <li key={name}>
            <button
              type="button"
              aria-pressed={pressed}
              aria-label={t("cuisineCount", { name, count: counts[name] ?? 0 })}
              onClick={() => void setState({ cuisine: toggled(cuisine, name) })}
              className="group flex w-19 flex-col items-center gap-2 rounded-xl pb-1"
            >
              <span
                className={cn(
                  "size-17 overflow-hidden rounded-full outline-3 outline-offset-2 outline-transparent transition",
                  pressed ? "outline-leaf" : "group-hover:scale-105",
                )}
              >
                <CoverArt artKey={name} name={name} shape="dish" />
              </span>
              <span
                className={cn(
                  "w-full text-center text-xs leading-tight",
                  pressed ? "font-bold text-leaf-ink" : "font-medium",
                )}
              >
                <span className="block truncate">{name}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
