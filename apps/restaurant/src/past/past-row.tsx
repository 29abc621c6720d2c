"use client";

import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { cn } from "@tiffin/ui/lib/cn";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { Price } from "@tiffin/ui/price";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useKitchen } from "../kitchen/kitchen-context.tsx";

/** One order of that day; a tap opens the whole ticket. */
export function PastRow({ ticket, onOpen }: { ticket: Ticket; onOpen: (ticket: Ticket) => void }) {
  const t = useTranslations("ticket");
  const times = useTimes(useKitchen().kitchen.timeZone);
  const cancelled = ticket.status === "CANCELLED";
  const dishes = ticket.items.map(({ quantity, name }) => `${quantity}× ${name}`).join(", ");
  return (
    <li>
      <button
        type="button"
        onClick={() => onOpen(ticket)}
        aria-label={t("open", { number: ticket.number })}
        className="group grid w-full grid-cols-[1fr_auto_auto] items-center gap-x-3 px-4 py-3 text-left transition hover:bg-sunken"
      >
        <span className="min-w-0">
          <span className="flex items-baseline gap-3">
            <span className={cn("display text-lg", cancelled && "text-ink-faint line-through")}>{ticket.number}</span>
            <span className="tabular text-sm text-ink-soft">{times.time(ticket.placedAt)}</span>
          </span>
          <span className="block truncate text-base text-ink-soft">{dishes}</span>
        </span>
        <span className="flex flex-col items-end">
          <Price money={ticket.subtotal} className={cn("font-semibold", cancelled && "text-ink-faint line-through")} />
          <span className={cn("text-sm font-semibold", cancelled ? "text-danger" : "text-ink-soft")}>
            {t(`status.${ticket.status}`)}
          </span>
        </span>
        <ChevronRight aria-hidden className="size-5 text-ink-faint transition group-hover:translate-x-0.5" />
      </button>
    </li>
  );
}
