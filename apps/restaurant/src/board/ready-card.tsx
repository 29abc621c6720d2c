"use client";

import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { useTranslations } from "next-intl";
import { minutesOf, useSecondsUntil } from "./clock.ts";
import { RiderLine, TicketCard, TicketHead, TicketItems } from "./ticket-parts.tsx";

/** Packed, on the shelf, until the rider takes it. */
export function ReadyCard({ ticket, onOpen }: { ticket: Ticket; onOpen: (ticket: Ticket) => void }) {
  const t = useTranslations("ticket");
  const { minutes } = minutesOf(useSecondsUntil(ticket.readyAt ?? ticket.placedAt));
  return (
    <TicketCard label={t("label", { number: ticket.number })}>
      <TicketHead
        ticket={ticket}
        onOpen={() => onOpen(ticket)}
        aside={
          <p className="shrink-0 rounded-lg bg-leaf-tint px-2.5 py-1.5 text-right text-leaf-ink">
            <span className="display tabular block text-2xl leading-none" suppressHydrationWarning>
              {t("minutesLeft", { minutes })}
            </span>
            <span className="mt-1 block text-sm leading-none font-semibold">{t("onShelf")}</span>
          </p>
        }
      />
      <TicketItems ticket={ticket} most={3} />
      <RiderLine ticket={ticket} />
    </TicketCard>
  );
}
