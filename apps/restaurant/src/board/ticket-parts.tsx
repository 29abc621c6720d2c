"use client";

import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { cn } from "@tiffin/ui/lib/cn";
import { VegMark } from "@tiffin/ui/veg-mark";
import { Bike, ChevronRight, MessageSquareText, Store } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useLayoutEffect, useRef } from "react";

/**
 * The card of one ticket; what is urgent has a heavier rim. When it goes with the keyboard's focus in it, the focus goes to
 * its column's name: the next press of Tab is at the next ticket.
 */
export function TicketCard({
  tone = "plain",
  label,
  children,
}: {
  tone?: "plain" | "new" | "late";
  label: string;
  children: ReactNode;
}) {
  const card = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    const here = card.current;
    return () => {
      if (!here?.contains(document.activeElement)) return;
      here.closest("section")?.querySelector("h2")?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <li
      ref={card}
      aria-label={label}
      className={cn(
        "flex animate-rise flex-col gap-3.5 rounded-xl border-2 bg-surface p-4 shadow-lift-1",
        tone === "new" && "border-turmeric shadow-lift-2",
        tone === "late" && "border-tamarind",
      )}
    >
      {children}
    </li>
  );
}

/** What staff call out, for whom; a tap opens the whole ticket. `aside` is the clock. */
export function TicketHead({ ticket, onOpen, aside }: { ticket: Ticket; onOpen: () => void; aside?: ReactNode }) {
  const t = useTranslations("ticket");
  return (
    <div className="flex items-start justify-between gap-3">
      <button
        type="button"
        onClick={onOpen}
        aria-label={t("open", { number: ticket.number })}
        className="group -m-2 min-w-0 flex-1 rounded-lg p-2 text-left transition hover:bg-sunken"
      >
        <span className="display flex items-center gap-1 text-2xl leading-none">
          {ticket.number}
          <ChevronRight aria-hidden className="size-5 shrink-0 text-ink-faint transition group-hover:translate-x-0.5" />
        </span>
        <span className="mt-1.5 block truncate text-base text-ink-soft">{ticket.customerName}</span>
      </button>
      {aside}
    </div>
  );
}

/** What to cook, as it is read from two steps away: how many, of what, how, and what the customer asked for. */
export function TicketItems({ ticket, most }: { ticket: Ticket; most?: number }) {
  const t = useTranslations("ticket");
  const items = most === undefined ? ticket.items : ticket.items.slice(0, most);
  const hidden = ticket.items.length - items.length;
  return (
    <ul className="flex flex-col gap-2.5">
      {items.map((item) => (
        <li key={item.id} className="grid grid-cols-[2.25rem_1fr] gap-x-2">
          <span className={cn("display tabular text-xl leading-7", item.quantity > 1 && "text-tamarind-ink")}>
            {item.quantity}×
          </span>
          <div className="min-w-0">
            <p className="flex items-start gap-2 text-lg leading-7 font-semibold">
              <VegMark isVeg={item.isVeg} className="mt-1.5" />
              <span className="min-w-0 [overflow-wrap:anywhere]">{item.name}</span>
            </p>
            {item.options.length > 0 ? (
              <p className="text-base text-ink-soft">{item.options.map(({ name }) => name).join(" · ")}</p>
            ) : null}
            {item.note ? (
              <p className="mt-1 flex items-start gap-2 rounded-md bg-turmeric-tint px-2.5 py-1.5 text-base font-semibold text-turmeric-ink">
                <MessageSquareText aria-hidden className="mt-0.5 size-5 shrink-0" />
                <span className="min-w-0 [overflow-wrap:anywhere]">{item.note}</span>
              </p>
            ) : null}
          </div>
        </li>
      ))}
      {hidden > 0 ? (
        <li className="pl-11 text-base font-semibold text-ink-soft">{t("more", { count: hidden })}</li>
      ) : null}
    </ul>
  );
}

/** Who fetches it, and whether they stand at the counter. */
export function RiderLine({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("ticket");
  const { rider } = ticket;
  const here = rider?.arrivedAt !== undefined;
  const Icon = here ? Store : Bike;
  return (
    <p
      className={cn(
        "flex items-center gap-2 text-base",
        here ? "rounded-lg bg-leaf-tint px-3 py-2 font-semibold text-leaf-ink" : "text-ink-soft",
      )}
    >
      <Icon aria-hidden className="size-5 shrink-0" />
      {rider ? t(here ? "riderHere" : "riderComing", { name: rider.name }) : t("noRider")}
    </p>
  );
}
