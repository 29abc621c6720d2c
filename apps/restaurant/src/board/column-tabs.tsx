"use client";

import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { cn } from "@tiffin/ui/lib/cn";
import { useTranslations } from "next-intl";
import { type Column, COLUMNS } from "./columns.ts";

/** The colour of a column that holds something. */
export const columnAccent: Record<Column, string> = {
  new: "bg-turmeric text-on-turmeric",
  cooking: "bg-tamarind-tint text-tamarind-ink",
  ready: "bg-leaf-tint text-leaf-ink",
  done: "bg-sunken text-ink-soft",
};

/** Where the columns do not fit side by side: which one to look at. */
export function ColumnTabs({
  board,
  shown,
  onShow,
}: {
  board: Record<Column, Ticket[]>;
  shown: Column;
  onShow: (column: Column) => void;
}) {
  const t = useTranslations("board");
  return (
    <div
      role="group"
      aria-label={t("columns")}
      className="sticky top-16 z-20 grid grid-cols-4 gap-1 bg-paper px-2 py-2 sm:px-6 sm:py-3 lg:hidden"
    >
      {COLUMNS.map((column) => (
        <button
          key={column}
          type="button"
          aria-pressed={shown === column}
          onClick={() => onShow(column)}
          className="flex min-h-14 flex-col items-center justify-center gap-0.5 rounded-lg text-sm font-semibold text-ink-soft aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-lift-1"
        >
          <span
            className={cn(
              "tabular min-w-7 rounded-full px-2 text-center text-sm font-bold",
              board[column].length > 0 ? columnAccent[column] : "bg-sunken text-ink-faint",
            )}
          >
            {board[column].length}
          </span>
          {t(column)}
        </button>
      ))}
    </div>
  );
}
