"use client";

import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { Button } from "@tiffin/ui/button";
import { Dialog } from "@tiffin/ui/dialog";
import { serverNow } from "@tiffin/ui/lib/server-clock";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { ClockPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { choicesOf } from "./longer.ts";
import { useTicketActions } from "./use-ticket-actions.ts";

/** Puts a ticket off: one tap, and how long. Stands with the clock and not with the button that says it is ready. */
export function NeedsLonger({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("longer");
  const { busy, delay } = useTicketActions(ticket);
  /** The moment of the tap: what is offered does not change under the thumb. */
  const [asked, setAsked] = useState<number | null>(null);
  return (
    // Close under the clock that it moves.
    <div className="-mt-2 flex justify-end">
      <Button
        tone="outline"
        className="rounded-lg px-2.5"
        busy={busy}
        icon={<ClockPlus aria-hidden className="size-5" />}
        onClick={() => setAsked(serverNow())}
      >
        {t("action")}
      </Button>
      {asked === null ? null : (
        <HowMuchLonger
          ticket={ticket}
          now={asked}
          onClose={() => setAsked(null)}
          onChoose={(minutes) => {
            setAsked(null);
            delay(minutes);
          }}
        />
      )}
    </div>
  );
}

function HowMuchLonger({
  ticket,
  now,
  onClose,
  onChoose,
}: {
  ticket: Ticket;
  now: number;
  onClose: () => void;
  onChoose: (minutes: number) => void;
}) {
  const t = useTranslations("longer");
  const { time } = useTimes(useKitchen().kitchen.timeZone);
  const choices = choicesOf(ticket, now);
  return (
    <Dialog
      kind="sheet"
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t("title", { number: ticket.number })}
      description={t(choices.length > 0 ? "description" : "tooLong")}
    >
      <div className="grid grid-cols-3 gap-3">
        {choices.map(({ minutes, readyBy }) => (
          <Button
            key={minutes}
            tone="outline"
            size="xl"
            className="h-auto min-w-0 rounded-2xl px-2 py-4"
            onClick={() => onChoose(minutes)}
          >
            <span className="flex flex-col items-center gap-1">
              <span className="display tabular text-xl sm:text-2xl">{t("choice", { minutes })}</span>
              <span className="tabular text-sm font-medium text-ink-soft sm:text-base">
                {t("due", { time: time(readyBy) })}
              </span>
            </span>
          </Button>
        ))}
      </div>
    </Dialog>
  );
}
