"use client";

import { CANCEL_REASONS } from "@tiffin/domain/order/status";
import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { Drawer } from "@tiffin/ui/dialog";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { Price } from "@tiffin/ui/price";
import { useTranslations } from "next-intl";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { AnswerPanel } from "./answer-panel.tsx";
import { columnOf } from "./columns.ts";
import { ReadyButton } from "./cooking-card.tsx";
import { NeedsLonger } from "./needs-longer.tsx";
import { AnswerBy } from "./new-card.tsx";
import { RiderLine, TicketItems } from "./ticket-parts.tsx";

/** The whole ticket: everything to cook, when it came and when it is due, who fetches it, how it is paid. */
export function TicketDetail({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const t = useTranslations("ticket");
  const column = columnOf(ticket);
  return (
    <Drawer
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={<span className="text-3xl">{ticket.number}</span>}
      description={t("for", { name: ticket.customerName })}
      footer={
        column === "new" ? (
          <AnswerPanel ticket={ticket} />
        ) : column === "cooking" ? (
          <ReadyButton ticket={ticket} />
        ) : null
      }
    >
      <div className="flex flex-col gap-6 pt-2">
        {column === "new" && ticket.answerBy ? (
          <div className="flex">
            <AnswerBy time={ticket.answerBy} />
          </div>
        ) : null}
        {ticket.status === "CANCELLED" ? (
          <p className="rounded-lg bg-danger-tint px-4 py-3 text-base font-semibold text-danger">
            {t(`cancelled.${knownReason(ticket.cancelReason)}`)}
            {ticket.cancelNote ? <span className="mt-1 block font-normal">“{ticket.cancelNote}”</span> : null}
          </p>
        ) : null}
        <TicketItems ticket={ticket} />
        {column === "cooking" || column === "ready" ? <RiderLine ticket={ticket} /> : null}
        <Times ticket={ticket} />
        {column === "cooking" ? <NeedsLonger ticket={ticket} /> : null}
        <dl className="grid grid-cols-[1fr_auto] gap-y-1.5 [&_dd]:text-right border-t pt-4 text-base">
          <dt className="text-ink-soft">{t("foodTotal")}</dt>
          <dd>
            <Price money={ticket.subtotal} exact />
          </dd>
          <dt className="font-semibold">{t("orderTotal")}</dt>
          <dd className="font-semibold">
            <Price money={ticket.total} exact />
          </dd>
          <dt className="text-ink-soft">{t("payment")}</dt>
          <dd>{t(`paidBy.${knownMethod(ticket.paymentMethod)}`)}</dd>
        </dl>
      </div>
    </Drawer>
  );
}

function Times({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("ticket.times");
  const { time: tell } = useTimes(useKitchen().kitchen.timeZone);
  const times = [
    ["placed", ticket.placedAt],
    ["accepted", ticket.acceptedAt],
    ["readyBy", ticket.readyAt ? undefined : ticket.readyBy],
    ["ready", ticket.readyAt],
    ["riderHere", ticket.rider?.arrivedAt],
  ] as const;
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-y-1.5 [&_dd]:text-right border-t pt-4 text-base">
      {times.map(([name, time]) =>
        time === undefined ? null : (
          <div key={name} className="contents">
            <dt className="text-ink-soft">{t(name)}</dt>
            <dd className="tabular" suppressHydrationWarning>
              <time dateTime={time}>{tell(time)}</time>
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

const METHODS = ["card", "upi", "cash"] as const;
const knownReason = (reason: string | undefined) => CANCEL_REASONS.find((known) => known === reason) ?? "other";
const knownMethod = (method: string) => METHODS.find((known) => known === method) ?? "card";
