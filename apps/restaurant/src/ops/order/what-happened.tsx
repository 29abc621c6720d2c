"use client";

import type { OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { Timeline } from "@tiffin/ui/timeline";
import { useTranslations } from "next-intl";
import { isOpen } from "../order-words.tsx";
import { Section } from "./section.tsx";

const EVENTS = [
  "created",
  "payment-awaited",
  "confirmed",
  "accepted",
  "cooked",
  "assigned",
  "unassigned",
  "picked-up",
  "delivered",
  "cancelled",
] as const;
/** Reasons that the house writes itself; people's own words stand as they are. */
const CODES = [
  "customer",
  "kitchen_rejected",
  "kitchen_silent",
  "payment_declined",
  "payment_expired",
  "no_rider",
  "ops",
  "reassigned",
  "off_shift",
  "rider_silent",
] as const;

/** The audit of an order: each event, who caused it and why. */
export function WhatHappened({ order }: { order: OpsOrderDetail }) {
  const t = useTranslations("ops");
  const { events } = order;
  return (
    <Section title={t("timeline")}>
      <Timeline
        steps={events.map((event, index) => {
          const known = EVENTS.find((type) => type === event.type);
          const code = CODES.find((one) => one === event.reason);
          const reason = code ? t(`because.${code}`) : event.reason;
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
