"use client";

import type { Ride } from "@tiffin/domain/wire/riders";
import { Button } from "@tiffin/ui/button";
import { IconButton } from "@tiffin/ui/icon-button";
import { formatTime } from "@tiffin/ui/lib/format";
import { formatMoney } from "@tiffin/ui/lib/money";
import { Navigation, Phone } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { HandOver } from "./hand-over.tsx";
import { navigationLink, nextStep } from "./next-step.ts";

export type RideAction = "arrived" | "pickedUp";

/** The ride in hand: where to go, what to collect, and the one thing to do next. */
export function RidePanel({
  ride,
  following,
  busy,
  onAction,
  onHandOver,
}: {
  ride: Ride;
  /** The order that comes after this one, when there are two on board. */
  following: Ride | undefined;
  busy: boolean;
  onAction: (action: RideAction) => void;
  onHandOver: (pin: string | undefined) => Promise<string | null>;
}) {
  const t = useTranslations("ride");
  const locale = useLocale();
  const [handingOver, setHandingOver] = useState(false);
  const step = nextStep(ride);
  const toCustomer = ride.status === "PICKED_UP" || ride.status === "AT_CUSTOMER";
  const stop = toCustomer ? ride.dropoff : ride.restaurant;
  const heading = {
    ASSIGNED: t("toRestaurant"),
    AT_RESTAURANT: t("atRestaurant"),
    PICKED_UP: t("toCustomer"),
    AT_CUSTOMER: t("atCustomer"),
    DELIVERED: t("done"),
    CANCELLED: t("cancelled"),
  }[ride.status];

  return (
    <section aria-labelledby="ride-title" className="flex flex-col gap-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="eyebrow text-ink-faint">{t("order", { number: ride.orderNumber })}</p>
          <h2 id="ride-title" className="display text-2xl">
            {heading}
          </h2>
        </div>
        <div className="flex gap-2">
          {!toCustomer && ride.restaurant.phone ? (
            <IconButton
              label={t("call")}
              tone="surface"
              size="lg"
              onClick={() => window.open(`tel:${ride.restaurant.phone}`)}
            >
              <Phone aria-hidden />
            </IconButton>
          ) : null}
          <Button asChild tone="soft" size="lg">
            <a href={navigationLink(stop)} target="_blank" rel="noreferrer">
              <Navigation aria-hidden className="size-5" />
              {t("navigate")}
            </a>
          </Button>
        </div>
      </div>

      <div>
        <p className="text-lg font-semibold">{toCustomer ? ride.dropoff.customerName : ride.restaurant.name}</p>
        <p className="text-ink-soft">{stop.line1}</p>
        {toCustomer && ride.dropoff.notes ? (
          <p className="mt-2 rounded-lg bg-turmeric-tint px-3 py-2 text-sm text-turmeric-ink">
            <span className="font-semibold">{t("note")}: </span>
            {ride.dropoff.notes}
          </p>
        ) : null}
        {toCustomer && ride.cashToCollect ? (
          <p className="mt-2 rounded-lg bg-tamarind-tint px-3 py-2 font-semibold text-tamarind-ink">
            {t("cash", { amount: formatMoney(ride.cashToCollect, locale, { exact: true }) })}
          </p>
        ) : null}
      </div>

      {toCustomer ? null : (
        <details className="rounded-xl border-[length:var(--border-weight)] bg-surface px-4 py-3">
          <summary className="flex min-h-8 cursor-pointer items-center justify-between gap-3 font-semibold">
            <span>{t("showItems")}</span>
            <span className="text-sm font-medium text-ink-soft">
              {t("items", { count: ride.items.reduce((sum, item) => sum + item.quantity, 0) })}
            </span>
          </summary>
          <ul className="mt-2 flex flex-col gap-1.5">
            {ride.items.map((item) => (
              <li key={item.name} className="flex gap-3">
                <span className="tabular w-8 shrink-0 font-semibold">{item.quantity}×</span>
                <span>{item.name}</span>
              </li>
            ))}
          </ul>
        </details>
      )}

      {step === "wait-for-food" || step === "arrive-at-restaurant" ? (
        <p role="status" className="font-semibold text-ink-soft">
          {ride.orderStatus === "READY"
            ? t("ready")
            : ride.expectedReadyAt
              ? t("readyAt", { time: formatTime(ride.expectedReadyAt, locale) })
              : t("notReady")}
        </p>
      ) : null}

      {step === "arrive-at-restaurant" ? (
        <Button size="xl" wide busy={busy} onClick={() => onAction("arrived")}>
          {t("arrivedRestaurant")}
        </Button>
      ) : step === "pick-up" || step === "wait-for-food" ? (
        <Button size="xl" wide busy={busy} disabled={step === "wait-for-food"} onClick={() => onAction("pickedUp")}>
          {t("pickedUp")}
        </Button>
      ) : step === "arrive-at-customer" ? (
        <Button size="xl" wide busy={busy} onClick={() => onAction("arrived")}>
          {t("arrivedCustomer")}
        </Button>
      ) : step === "hand-over" ? (
        <Button size="xl" wide onClick={() => setHandingOver(true)}>
          {t("delivered")}
        </Button>
      ) : null}
      {following ? <p className="text-sm text-ink-faint">{t("next", { number: following.orderNumber })}</p> : null}
      <HandOver
        open={handingOver}
        onOpenChange={setHandingOver}
        customerName={ride.dropoff.customerName}
        onHandOver={onHandOver}
      />
    </section>
  );
}
