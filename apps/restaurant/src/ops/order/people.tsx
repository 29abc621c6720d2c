"use client";

import type { OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { Button } from "@tiffin/ui/button";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { PauseDialog } from "../actions/pause-dialog.tsx";
import { Phone } from "../phone.tsx";
import { Section } from "./section.tsx";

/** Who has to do with it, how to ring them, and where it goes. */
export function People({ order }: { order: OpsOrderDetail }) {
  const t = useTranslations("ops");
  const { time, range } = useTimes(order.kitchen.timeZone);
  const [pausing, setPausing] = useState(false);
  const { kitchen, restaurant } = order;
  const isTaking = kitchen.acceptingOrders && kitchen.pausedUntil === null;
  return (
    <Section title={t("people")}>
      <dl className="flex flex-col gap-4">
        <Person role={t("actor.customer")} name={order.customer.name}>
          <Phone number={order.customer.phone} />
        </Person>
        <Person role={t("dropoff")} name={order.dropoff.line1}>
          {order.dropoff.notes ? <p className="text-sm text-ink-soft">{order.dropoff.notes}</p> : null}
          <p className="text-sm text-ink-soft" suppressHydrationWarning>
            {t("promised", { range: range(order.promised.lowAt, order.promised.highAt) })}
          </p>
        </Person>
        <Person role={t("actor.staff")} name={restaurant.name}>
          {kitchen.phone ? <Phone number={kitchen.phone} /> : null}
          {isTaking ? null : (
            <p className="text-sm font-semibold text-tamarind-ink" suppressHydrationWarning>
              {kitchen.pausedUntil
                ? t("kitchen.pausedUntil", { time: time(kitchen.pausedUntil) })
                : t("kitchen.paused")}
            </p>
          )}
          <Button
            tone={isTaking ? "danger-quiet" : "soft"}
            size="sm"
            className="-ml-4"
            onClick={() => setPausing(true)}
          >
            {t(isTaking ? "pauseKitchen" : "resumeKitchen")}
          </Button>
        </Person>
        <Person role={t("actor.rider")} name={order.rider?.name ?? t("carriedByNobody")}>
          {order.riderPhone ? <Phone number={order.riderPhone} /> : null}
        </Person>
      </dl>
      {pausing ? <PauseDialog kitchen={restaurant} resume={!isTaking} onClose={() => setPausing(false)} /> : null}
    </Section>
  );
}

function Person({ role, name, children }: { role: string; name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs font-semibold text-ink-faint">{role}</dt>
      <dd className="flex flex-col items-start [&>a:last-child]:-mb-3 [&>button:last-child]:-mb-3">
        <p className="font-semibold">{name}</p>
        {children}
      </dd>
    </div>
  );
}
