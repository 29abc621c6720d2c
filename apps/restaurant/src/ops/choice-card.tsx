"use client";

import type { CityNow } from "@tiffin/domain/wire/ops";
import { Button } from "@tiffin/ui/button";
import { IconButton } from "@tiffin/ui/icon-button";
import type { FleetChoice } from "@tiffin/ui/map/fleet-map";
import { X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { OffShiftDialog } from "./actions/off-shift-dialog.tsx";
import { PauseDialog } from "./actions/pause-dialog.tsx";
import { Age } from "./age.tsx";
import { Phone } from "./phone.tsx";
import { riderState } from "./rider-state.ts";

/** What was pressed on the map. Nothing, once it is gone from there. */
export function ChoiceCard({ choice, now, onClose }: { choice: FleetChoice; now: CityNow; onClose: () => void }) {
  if (choice.kind === "rider") {
    const rider = now.riders.find(({ id }) => id === choice.id);
    return rider ? <RiderCard rider={rider} onClose={onClose} /> : null;
  }
  if (choice.kind === "kitchen") {
    const kitchen = now.kitchens.find(({ id }) => id === choice.id);
    return kitchen ? <KitchenCard kitchen={kitchen} onClose={onClose} /> : null;
  }
  const door = now.dropoffs.find(({ orderId }) => orderId === choice.id);
  return door ? <DoorCard door={door} now={now} onClose={onClose} /> : null;
}

function RiderCard({ rider, onClose }: { rider: CityNow["riders"][number]; onClose: () => void }) {
  const t = useTranslations("ops");
  const [ending, setEnding] = useState(false);
  return (
    <Frame title={rider.name} onClose={onClose}>
      <p className="text-sm text-ink-soft">
        {t(`rider.${riderState(rider)}`)}
        {rider.recordedAt ? (
          <>
            {" · "}
            {t("lastSeen")} <Age since={rider.recordedAt} />
          </>
        ) : null}
      </p>
      <Phone number={rider.phone} />
      {rider.orderIds.length > 0 ? (
        <ul className="flex flex-wrap gap-2">
          {rider.orderIds.map((id, index) => (
            <li key={id}>
              <OrderLink id={id} number={rider.orderNumbers[index] ?? ""} />
            </li>
          ))}
        </ul>
      ) : null}
      <Button tone="danger-quiet" size="sm" onClick={() => setEnding(true)}>
        {t("offShift")}
      </Button>
      {ending ? <OffShiftDialog rider={rider} onClose={() => setEnding(false)} /> : null}
    </Frame>
  );
}

function KitchenCard({ kitchen, onClose }: { kitchen: CityNow["kitchens"][number]; onClose: () => void }) {
  const t = useTranslations("ops");
  const [pausing, setPausing] = useState(false);
  return (
    <Frame title={kitchen.name} onClose={onClose}>
      <p className="text-sm text-ink-soft">
        {t("ordersHere", { count: kitchen.orderIds.length })} · {t("oldest")} <Age since={kitchen.oldestAt} />
      </p>
      <Button asChild tone="soft" size="sm">
        <Link href={`/ops/orders?view=open&q=${encodeURIComponent(kitchen.name)}`}>{t("showOrders")}</Link>
      </Button>
      <Button tone="danger-quiet" size="sm" onClick={() => setPausing(true)}>
        {t("pause")}
      </Button>
      {pausing ? <PauseDialog kitchen={kitchen} resume={false} onClose={() => setPausing(false)} /> : null}
    </Frame>
  );
}

function DoorCard({ door, now, onClose }: { door: CityNow["dropoffs"][number]; now: CityNow; onClose: () => void }) {
  const t = useTranslations("ops");
  const rider = now.riders.find(({ id }) => id === door.riderId);
  return (
    <Frame title={t("order", { number: door.number })} onClose={onClose}>
      <p className="text-sm text-ink-soft">{rider ? t("carriedBy", { name: rider.name }) : t("onTheWay")}</p>
      <OrderLink id={door.orderId} number={door.number} />
    </Frame>
  );
}

function OrderLink({ id, number }: { id: string; number: string }) {
  const t = useTranslations("ops");
  return (
    <Button asChild tone="soft" size="sm">
      <Link href={`/ops/orders/${id}`}>{t("order", { number })}</Link>
    </Button>
  );
}

function Frame({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const t = useTranslations("ops");
  return (
    <section
      aria-label={title}
      className="pointer-events-auto flex w-80 max-w-full animate-rise flex-col items-start gap-2 rounded-xl bg-raised p-4 shadow-lift-3"
    >
      <div className="flex w-full items-start gap-2">
        <h2 className="display min-w-0 flex-1 pt-1.5 text-lg">{title}</h2>
        <IconButton label={t("close")} size="sm" className="-mt-1 -mr-2" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </div>
      {children}
    </section>
  );
}
