"use client";

import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { cn } from "@tiffin/ui/lib/cn";
import { SpotArt } from "@tiffin/ui/spot-art";
import { History } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { columnAccent } from "./column-tabs.tsx";
import type { Column } from "./columns.ts";

/** One column: its name, how many, and the tickets or why there are none. */
export function ColumnSection({
  column,
  tickets,
  shown,
  children,
}: {
  column: Column;
  tickets: readonly Ticket[];
  shown: Column;
  children: ReactNode;
}) {
  const t = useTranslations("board");
  return (
    <section
      aria-labelledby={`column-${column}`}
      className={cn("min-w-0", shown === column ? "block" : "max-lg:hidden")}
    >
      <h2
        id={`column-${column}`}
        tabIndex={-1}
        className="display sticky top-16 z-10 flex rounded-md outline-offset-[-2px] items-center gap-2.5 bg-paper py-3 text-2xl max-lg:sr-only"
      >
        {t(column)}
        <span
          className={cn(
            "tabular rounded-full px-2.5 text-lg font-bold",
            tickets.length > 0 ? columnAccent[column] : "bg-sunken text-ink-faint",
          )}
        >
          {tickets.length}
        </span>
      </h2>
      {tickets.length > 0 ? (
        // One column at a time leaves a standing tablet room for two tickets side by side.
        <ul className={cn("grid items-start md:max-lg:grid-cols-2", column === "done" ? "gap-2" : "gap-4")}>
          {children}
        </ul>
      ) : (
        <Nothing column={column} />
      )}
      {column === "done" ? (
        <Link
          href="/past"
          className="mt-2 flex min-h-12 items-center justify-center gap-2 rounded-lg text-base font-semibold text-leaf-ink hover:bg-sunken"
        >
          <History aria-hidden className="size-5" />
          {t("earlier")}
        </Link>
      ) : null}
    </section>
  );
}

function Nothing({ column }: { column: Column }) {
  const t = useTranslations("board.empty");
  const { kitchen } = useKitchen();
  return (
    <div className="flex flex-col items-center gap-2 rounded-xl border-2 border-dashed px-4 py-8 text-center text-ink-soft">
      {column === "new" ? <SpotArt kind="sleeping" /> : null}
      <p className="text-base">
        {t(column === "new" && !kitchen.isOpen && kitchen.acceptingOrders ? "closed" : column)}
      </p>
    </div>
  );
}
