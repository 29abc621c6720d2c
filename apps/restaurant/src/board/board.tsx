"use client";

import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { traceIdOf } from "@tiffin/ui/app/api";
import { ErrorState } from "@tiffin/ui/error-state";
import { cn } from "@tiffin/ui/lib/cn";
import { SpotArt } from "@tiffin/ui/spot-art";
import { useTranslations } from "next-intl";
import { useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { BoardSkeleton } from "./board-skeleton.tsx";
import { COLUMNS, type Column } from "./columns.ts";
import { CookingCard } from "./cooking-card.tsx";
import { DoneRow } from "./done-row.tsx";
import { NewCard } from "./new-card.tsx";
import { ReadyCard } from "./ready-card.tsx";
import { TicketDetail } from "./ticket-detail.tsx";
import { useTickets } from "./tickets-context.tsx";

/** The kitchen's one screen: what to answer, what to cook, what to hand out. Four columns; on a phone one at a time. */
export function Board() {
  const { board, error, refetch, refetching, markSeen } = useTickets();
  const [openId, setOpenId] = useQueryState("ticket", { history: "push" });
  const [shown, setShown] = useState<Column>("new");
  if (error) return <ErrorState traceId={traceIdOf(error)} onRetry={refetch} retrying={refetching} />;
  if (!board) return <BoardSkeleton />;

  const open = (ticket: Ticket) => {
    markSeen([ticket.id]);
    void setOpenId(ticket.id);
  };
  const all = Object.values(board).flat();
  const opened = all.find(({ id }) => id === openId);
  return (
    <>
      <ColumnTabs board={board} shown={shown} onShow={setShown} />
      <div className="grid flex-1 items-start gap-4 px-4 pb-6 sm:px-6 lg:grid-cols-[1.15fr_1fr_1fr_15rem]">
        <ColumnSection column="new" tickets={board.new} shown={shown}>
          {board.new.map((ticket) => (
            <NewCard key={ticket.id} ticket={ticket} onOpen={open} />
          ))}
        </ColumnSection>
        <ColumnSection column="cooking" tickets={board.cooking} shown={shown}>
          {board.cooking.map((ticket) => (
            <CookingCard key={ticket.id} ticket={ticket} onOpen={open} />
          ))}
        </ColumnSection>
        <ColumnSection column="ready" tickets={board.ready} shown={shown}>
          {board.ready.map((ticket) => (
            <ReadyCard key={ticket.id} ticket={ticket} onOpen={open} />
          ))}
        </ColumnSection>
        <ColumnSection column="done" tickets={board.done} shown={shown}>
          {board.done.map((ticket) => (
            <DoneRow key={ticket.id} ticket={ticket} onOpen={open} />
          ))}
        </ColumnSection>
      </div>
      {opened ? <TicketDetail key={opened.id} ticket={opened} onClose={() => void setOpenId(null)} /> : null}
    </>
  );
}

const accent: Record<Column, string> = {
  new: "bg-turmeric text-on-turmeric",
  cooking: "bg-tamarind-tint text-tamarind-ink",
  ready: "bg-leaf-tint text-leaf-ink",
  done: "bg-sunken text-ink-soft",
};

/** On a phone: which column to look at. */
function ColumnTabs({
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
      className="sticky top-16 z-20 grid grid-cols-4 gap-1 bg-paper px-2 py-2 lg:hidden"
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
              board[column].length > 0 ? accent[column] : "bg-sunken text-ink-faint",
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

function ColumnSection({
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
        className="display sticky top-16 z-10 flex items-center gap-2.5 bg-paper py-3 text-2xl max-lg:sr-only"
      >
        {t(column)}
        <span
          className={cn(
            "tabular rounded-full px-2.5 text-lg font-bold",
            tickets.length > 0 ? accent[column] : "bg-sunken text-ink-faint",
          )}
        >
          {tickets.length}
        </span>
      </h2>
      {tickets.length > 0 ? (
        <ul className={cn("flex flex-col", column === "done" ? "gap-2" : "gap-4")}>{children}</ul>
      ) : (
        <Nothing column={column} />
      )}
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
