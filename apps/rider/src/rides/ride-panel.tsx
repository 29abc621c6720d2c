"use client";

import type { CantDeliverReason } from "@tiffin/domain/ride/cant-deliver";
import type { Ride } from "@tiffin/domain/wire/riders";
import { Button } from "@tiffin/ui/button";
import { formatDistance, formatTime } from "@tiffin/ui/lib/format";
import { useOnline } from "@tiffin/ui/offline-banner";
import { ChevronDown, CircleCheck, CookingPot, Navigation, Phone } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { ActionBar } from "../shift/action-bar.tsx";
import { CantDeliver } from "./cant-deliver.tsx";
import { CashToCollect } from "./cash-to-collect.tsx";
import { HandOver } from "./hand-over.tsx";
import { navigationLink, nextStep, phoneKind } from "./next-step.ts";

export type RideAction = "arrived" | "pickedUp";

/** The ride in hand: where to go, what to collect, and the one thing to do next. */
export function RidePanel({
  ride,
  following,
  busy,
  onAction,
  onHandOver,
  onGiveUp,
}: {
  ride: Ride;
  /** The orders that come after this one, in their order. */
  following: readonly Ride[];
  busy: boolean;
  onAction: (action: RideAction) => void;
  onHandOver: (pin: string | undefined) => Promise<string | null>;
  onGiveUp: (reason: CantDeliverReason) => Promise<boolean>;
}) {
  const t = useTranslations("ride");
  const [handingOver, setHandingOver] = useState(false);
  const [givingUp, setGivingUp] = useState(false);
  const network = useOnline();
  const step = nextStep(ride);
  const toCustomer = ride.status === "PICKED_UP" || ride.status === "AT_CUSTOMER";
  const stop = toCustomer ? ride.dropoff : ride.restaurant;
  const onTheWay = ride.status === "ASSIGNED" || ride.status === "PICKED_UP";
  const canCall = !toCustomer && ride.restaurant.phone !== null;
  const heading = {
    ASSIGNED: t("toRestaurant"),
    AT_RESTAURANT: t("atRestaurant"),
    PICKED_UP: t("toCustomer"),
    AT_CUSTOMER: t("atCustomer"),
    DELIVERED: t("finished"),
    CANCELLED: t("cancelled"),
  }[ride.status];

  const ways =
    canCall || onTheWay ? (
      <div className="flex gap-3">
        {onTheWay ? (
          <Button asChild tone="soft" size="lg" className="flex-1">
            <a href={navigationLink(stop, phoneKind())} target="_blank" rel="noreferrer" suppressHydrationWarning>
              <Navigation aria-hidden className="size-5" />
              {t("navigate")}
            </a>
          </Button>
        ) : null}
        {canCall ? (
          <Button asChild tone="outline" size="lg" className="flex-1">
            <a href={`tel:${ride.restaurant.phone}`} {...(onTheWay ? { "aria-label": t("call") } : {})}>
              <Phone aria-hidden className="size-5" />
              {onTheWay ? t("callShort") : t("call")}
            </a>
          </Button>
        ) : null}
      </div>
    ) : null;

  return (
    <section aria-labelledby="ride-title" className="flex flex-col gap-4">
      <div>
        <div className="flex items-start justify-between gap-3">
          <div className="min-w-0">
            <p className="eyebrow text-ink-faint">{t("order", { number: ride.orderNumber })}</p>
            <h1 id="ride-title" className="mt-1 display text-2xl">
              {heading}
            </h1>
            {onTheWay ? <Leg route={ride.route} /> : null}
          </div>
          {/* Always in sight, and never where the thumb is: who gives an order up means it. */}
          {step === "none" ? null : (
            <Button tone="outline" className="px-4" onClick={() => setGivingUp(true)}>
              {t("problem")}
            </Button>
          )}
        </div>
        <p className="mt-2 text-lg font-semibold">{toCustomer ? ride.dropoff.customerName : ride.restaurant.name}</p>
        <p className="text-ink-soft">{stop.line1}</p>
      </div>

      {/* Above all that may be long: at the counter it says why the button waits, and then what to ask for. */}
      {toCustomer ? null : <FoodStatus ride={ride} />}

      {onTheWay ? ways : null}

      {/* Money before words: a note may be long, and what has to be collected must not go under for it. */}
      {toCustomer && ride.cashToCollect ? <CashToCollect money={ride.cashToCollect} /> : null}
      {toCustomer && ride.dropoff.notes ? (
        <p className="rounded-xl bg-turmeric-tint px-4 py-3 text-turmeric-ink">
          <span className="font-semibold">{t("note")}: </span>
          {ride.dropoff.notes}
        </p>
      ) : null}

      {toCustomer ? null : (
        <details
          open={ride.status === "AT_RESTAURANT"}
          className="group rounded-xl border-[length:var(--border-weight)] bg-surface px-4 [&[open]]:pb-4"
        >
          <summary className="flex min-h-12 cursor-pointer items-center justify-between gap-3 font-semibold">
            <span>{t("showItems")}</span>
            <span className="ml-auto text-sm font-medium text-ink-soft">
              {t("items", { count: ride.items.reduce((sum, item) => sum + item.quantity, 0) })}
            </span>
            <ChevronDown aria-hidden className="size-5 shrink-0 transition group-open:rotate-180" />
          </summary>
          <ul className="mt-1 flex flex-col gap-1.5">
            {ride.items.map((item) => (
              <li key={item.name} className="flex gap-3">
                <span className="tabular w-8 shrink-0 font-semibold">{item.quantity}×</span>
                <span>{item.name}</span>
              </li>
            ))}
          </ul>
        </details>
      )}

      {onTheWay ? null : ways}
      <Following rides={following} />
      <ActionBar>
        {step === "arrive-at-restaurant" ? (
          <Button size="xl" wide busy={busy} onClick={() => onAction("arrived")}>
            {t("arrivedRestaurant")}
          </Button>
        ) : step === "pick-up" || step === "wait-for-food" ? (
          // Without a network the phone can't know that the food is ready; the rider sees it.
          <Button
            size="xl"
            wide
            busy={busy}
            disabled={step === "wait-for-food" && network}
            onClick={() => onAction("pickedUp")}
          >
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
      </ActionBar>
      <CantDeliver ride={ride} open={givingUp} onOpenChange={setGivingUp} onGiveUp={onGiveUp} />
      <HandOver
        open={handingOver}
        onOpenChange={setHandingOver}
        customerName={ride.dropoff.customerName}
        cashToCollect={ride.cashToCollect}
        onHandOver={onHandOver}
      />
    </section>
  );
}

/** How far it still is. */
function Leg({ route }: Pick<Ride, "route">) {
  const t = useTranslations("ride");
  const locale = useLocale();
  const minutes = Math.max(1, Math.round(route.durationSeconds / 60));
  return (
    <p className="mt-0.5 font-semibold text-ink-soft">
      {t("leg", { distance: formatDistance(route.distanceMeters, locale), minutes })}
    </p>
  );
}

/** What comes after this order, so that nobody rides past a door. */
function Following({ rides }: { rides: readonly Ride[] }) {
  const t = useTranslations("ride");
  if (rides.length === 0) return null;
  return (
    <ol aria-label={t("then")} className="flex flex-col gap-1 rounded-xl bg-sunken px-4 py-3 text-sm">
      {rides.map(({ id, orderNumber, status, restaurant, dropoff }) => {
        const carried = status === "PICKED_UP" || status === "AT_CUSTOMER";
        return (
          <li key={id} className="flex items-baseline gap-2">
            <span className="shrink-0 font-semibold">{t("next", { number: orderNumber })}</span>
            <span className="min-w-0 truncate text-ink-soft">{carried ? dropoff.line1 : restaurant.name}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** How far the kitchen is; changes its look, its icon and its words when the food stands ready. */
function FoodStatus({ ride }: { ride: Ride }) {
  const t = useTranslations("ride");
  const locale = useLocale();
  const ready = ride.orderStatus === "READY";
  const Icon = ready ? CircleCheck : CookingPot;
  return (
    <p
      role="status"
      className={`flex items-center gap-3 rounded-xl px-4 py-3 font-semibold ${ready ? "bg-leaf-tint text-leaf-ink" : "bg-sunken text-ink"}`}
    >
      <Icon aria-hidden className="size-5 shrink-0" />
      {ready
        ? t("ready")
        : ride.expectedReadyAt
          ? t("readyAt", { time: formatTime(ride.expectedReadyAt, locale) })
          : t("notReady")}
    </p>
  );
}
