"use client";

import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { cn } from "@tiffin/ui/lib/cn";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { useTranslations } from "next-intl";
import { useKitchen } from "../kitchen/kitchen-context.tsx";

/** One that is out of the kitchen: fetched, delivered or cancelled. */
export function DoneRow({ ticket, onOpen }: { ticket: Ticket; onOpen: (ticket: Ticket) => void }) {
  const t = useTranslations("ticket");
  const times = useTimes(useKitchen().kitchen.timeZone);
  const cancelled = ticket.status === "CANCELLED";
  return (
    <li>
      <button
        type="button"
        onClick={() => onOpen(ticket)}
        aria-label={t("open", { number: ticket.number })}
        className="flex min-h-16 w-full flex-col justify-center gap-0.5 rounded-lg border-[length:var(--border-weight)] bg-surface px-3 py-2 text-left transition hover:border-line-strong/50"
      >
        <span className="flex items-baseline justify-between gap-2">
          <span className={cn("display text-lg", cancelled && "text-ink-faint line-through")}>{ticket.number}</span>
          <span className="tabular text-sm text-ink-faint">{times.time(ticket.placedAt)}</span>
        </span>
        <span className={cn("text-sm font-semibold", cancelled ? "text-danger" : "text-ink-soft")}>
          {t(`status.${ticket.status}`)}
        </span>
      </button>
    </li>
  );
}
