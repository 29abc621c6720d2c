"use client";

import type { OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { Timeline } from "@tiffin/ui/timeline";
import { useTranslations } from "next-intl";
import { isOpen } from "../order-words.tsx";
import { EVENT_TYPES, gaveItBackFor, REASON_CODES } from "./audit-codes.ts";
import { Section } from "./section.tsx";

/** The audit of an order: each event, who caused it and why. */
export function WhatHappened({ order }: { order: OpsOrderDetail }) {
  const t = useTranslations("ops");
  const reasonOf = useReason();
  const { time } = useTimes(order.kitchen.timeZone);
  const { events } = order;
  return (
    <Section title={t("timeline")}>
      <Timeline
        tellTime={time}
        steps={events.map((event, index) => {
          const known = EVENT_TYPES.find((type) => type === event.type);
          const reason = reasonOf(event.reason);
          const actor = event.actorName
            ? t("byPerson", { name: event.actorName, role: t(`actor.${event.actor}`) })
            : t(`actor.${event.actor}`);
          return {
            key: String(event.seq),
            title: known ? t(`event.${known}`) : event.type,
            detail: reason ? `${actor} · ${reason}` : actor,
            at: event.at,
            state:
              event.type === "cancelled" || event.type === "unassigned"
                ? "failed"
                : index === events.length - 1 && isOpen(order)
                  ? "now"
                  : "done",
          };
        })}
      />
    </Section>
  );
}

/** Why something happened: a code of the house's in words; people's own words stand as they are. */
function useReason(): (reason: string | null) => string | null {
  const t = useTranslations("ops.because");
  return (reason) => {
    const code = REASON_CODES.find((one) => one === reason);
    if (code) return t(code);
    const back = gaveItBackFor(reason);
    return back === null ? reason : t(`cantDeliver.${back}`);
  };
}
