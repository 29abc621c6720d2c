"use client";

import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { formatClock } from "@tiffin/ui/lib/format";
import { cn } from "@tiffin/ui/lib/cn";
import { useTranslations } from "next-intl";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { AnswerPanel } from "./answer-panel.tsx";
import { minutesOf, useSecondsUntil } from "./clock.ts";
import { TicketCard, TicketHead, TicketItems } from "./ticket-parts.tsx";

/** A ticket that waits for an answer. */
export function NewCard({ ticket, onOpen }: { ticket: Ticket; onOpen: (ticket: Ticket) => void }) {
  const t = useTranslations("ticket");
  return (
    <TicketCard tone="new" label={t("label", { number: ticket.number })}>
      <TicketHead
        ticket={ticket}
        onOpen={() => onOpen(ticket)}
        aside={ticket.answerBy ? <AnswerBy time={ticket.answerBy} /> : <Since time={ticket.placedAt} />}
      />
      <TicketItems ticket={ticket} most={5} />
      <AnswerPanel ticket={ticket} />
    </TicketCard>
  );
}

/** Counts down to the moment at which an unanswered order is cancelled. */
export function AnswerBy({ time }: { time: string }) {
  const t = useTranslations("ticket");
  const seconds = useSecondsUntil(time);
  const { kitchen } = useKitchen();
  // In the last minute, or the last third of a window that is shorter than three.
  const hurry = seconds < Math.min(60, kitchen.answerWindowSeconds / 3);
  return (
    <p
      role="timer"
      aria-label={t("answerWithin")}
      className={cn(
        "shrink-0 rounded-lg px-2.5 py-1.5 text-right",
        hurry ? "bg-danger text-on-danger" : "bg-turmeric-tint text-turmeric-ink",
      )}
    >
      <span className="display tabular block text-2xl leading-none" suppressHydrationWarning>
        {formatClock(seconds)}
      </span>
      <span className="mt-1 block text-sm leading-none font-semibold">{t(seconds > 0 ? "toAnswer" : "timeIsUp")}</span>
    </p>
  );
}

function Since({ time }: { time: string }) {
  const t = useTranslations("ticket");
  const { minutes } = minutesOf(useSecondsUntil(time));
  return (
    <p className="shrink-0 rounded-lg bg-turmeric-tint px-2.5 py-2 text-base font-semibold text-turmeric-ink">
      {t("minutesAgo", { minutes })}
    </p>
  );
}
