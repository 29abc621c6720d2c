"use client";

import { cn } from "@tiffin/ui/lib/cn";
import { Skeleton } from "@tiffin/ui/skeleton";
import { List, Map, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { countFilters, noFilters } from "./search-state.ts";
import { useSearchState } from "./use-search-state.ts";
import type { Answer } from "./use-shown-answer.ts";

/** How many there are, said aloud too when it changes; and what acts on all of them. */
export function ResultsHeading({ answer }: { answer: Answer | "waiting" | "failed" }) {
  const t = useTranslations("search");
  const [state, change] = useSearchState();
  const filters = countFilters(state);
  const text = answer === "waiting" ? null : answer === "failed" ? t("kitchensHeading") : wordsFor(answer);

  function wordsFor({ asked, total }: Answer): string {
    if (asked.q) return t("found", { count: total, q: asked.q });
    const narrowed = asked.cuisine ?? asked.veg ?? asked.openNow ?? asked.minRating ?? asked.maxCostForTwo;
    return narrowed === undefined ? t("nearYou", { count: total }) : t("foundFiltered", { count: total });
  }
  return (
    <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <h2 id="results-title" className="display min-w-0 text-xl">
        {text ?? <Skeleton className="h-6 w-44" />}
      </h2>
      {/* Only this line is read out: a heading that is a live region is read twice by some readers. */}
      <p role="status" className="sr-only">
        {text}
      </p>
      <div className="flex items-center gap-1">
        {filters > 0 ? (
          <button
            type="button"
            onClick={() => change(noFilters)}
            className="inline-flex h-11 items-center gap-1.5 rounded-full px-3 text-sm font-semibold text-tamarind-ink hover:bg-tamarind-tint"
          >
            <X aria-hidden className="size-4" />
            {t("clearFilters")}
          </button>
        ) : null}
        <ViewSwitch className={state.view === "list" ? "max-sm:hidden" : ""} />
      </div>
    </div>
  );
}

/** List or map; on phones it floats over the list, where the thumb is. */
export function ViewSwitch({ className, floating = false }: { className?: string; floating?: boolean }) {
  const t = useTranslations("search");
  const [{ view }, change] = useSearchState();
  const other = view === "list" ? "map" : "list";
  const Icon = other === "map" ? Map : List;
  return (
    <div className={className}>
      <button
        type="button"
        onClick={() => change({ view: other })}
        className={cn(
          "inline-flex h-11 items-center gap-2 rounded-full px-4 text-sm font-semibold transition active:scale-[0.98]",
          floating ? "bg-ink text-paper shadow-lift-3" : "border bg-surface text-ink hover:border-line-strong",
        )}
      >
        <Icon aria-hidden className="size-4.5" />
        {t(`views.${other}`)}
      </button>
    </div>
  );
}
