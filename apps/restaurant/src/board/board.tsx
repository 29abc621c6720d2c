"use client";

import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { traceIdOf } from "@tiffin/ui/app/api";
import { ErrorState } from "@tiffin/ui/error-state";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { BoardSkeleton } from "./board-skeleton.tsx";
import { ColumnSection } from "./column-section.tsx";
import { ColumnTabs } from "./column-tabs.tsx";
import type { Column } from "./columns.ts";
import { CookingCard } from "./cooking-card.tsx";
import { DoneRow } from "./done-row.tsx";
import { NewCard } from "./new-card.tsx";
import { ReadyCard } from "./ready-card.tsx";
import { TicketDetail } from "./ticket-detail.tsx";
import { useTickets } from "./tickets-context.tsx";

/** The kitchen's one screen: what to answer, what to cook, what to hand out. Four columns; one at a time on a phone or a tablet that stands. */
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
