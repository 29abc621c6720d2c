"use client";

import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { Button } from "@tiffin/ui/button";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { cn } from "@tiffin/ui/lib/cn";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { minutesOf, useSecondsUntil } from "./clock.ts";
import { NeedsLonger } from "./needs-longer.tsx";
import { RiderLine, TicketCard, TicketHead, TicketItems } from "./ticket-parts.tsx";
import { useTicketActions } from "./use-ticket-actions.ts";

/** What is on the fire; the one that is due first stands on top. */
export function CookingCard({ ticket, onOpen }: { ticket: Ticket; onOpen: (ticket: Ticket) => void }) {
  const t = useTranslations("ticket");
  const due = ticket.readyBy ?? ticket.acceptedAt ?? ticket.placedAt;
  const { late, minutes } = minutesOf(useSecondsUntil(due));
  return (
    <TicketCard tone={late ? "late" : "plain"} label={t("label", { number: ticket.number })}>
      <TicketHead
        ticket={ticket}
        onOpen={() => onOpen(ticket)}
        aside={<ReadyBy time={due} late={late} minutes={minutes} />}
      />
      <NeedsLonger ticket={ticket} />
      <TicketItems ticket={ticket} most={6} />
      <RiderLine ticket={ticket} />
      <ReadyButton ticket={ticket} />
    </TicketCard>
  );
}

function ReadyBy({ time, late, minutes }: { time: string; late: boolean; minutes: number }) {
  const t = useTranslations("ticket");
  const times = useTimes(useKitchen().kitchen.timeZone);
  return (
    <p
      className={cn(
        "shrink-0 rounded-lg px-2.5 py-1.5 text-right",
        late ? "bg-tamarind text-on-tamarind" : "bg-sunken text-ink",
      )}
    >
      <span className="display tabular block text-2xl leading-none" suppressHydrationWarning>
        {t(late ? "minutesLate" : "minutesLeft", { minutes })}
      </span>
      <span className="tabular mt-1 block text-sm leading-none font-semibold" suppressHydrationWarning>
        {t("readyBy", { time: times.time(time) })}
      </span>
    </p>
  );
}

export function ReadyButton({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("ticket");
  const { busy, ready } = useTicketActions(ticket);
  return (
    <Button size="xl" wide busy={busy} onClick={ready} icon={<Check aria-hidden className="size-6" strokeWidth={3} />}>
      {t("markReady")}
    </Button>
  );
}
