"use client";

import type { Fleet } from "@tiffin/ui/map/fleet-map";
import { cn } from "@tiffin/ui/lib/cn";
import { useTranslations } from "next-intl";
import { RIDER_STATES, type RiderState } from "./rider-state.ts";

/** The map's signs, and how many there are of each: a card over the map, or, where that would hide half of it, a strip below. */
export function Legend({ fleet, look }: { fleet: Fleet; look: "card" | "strip" }) {
  const t = useTranslations("ops");
  const urgent = fleet.kitchens.filter((kitchen) => kitchen.urgent).length;
  return (
    <dl
      className={cn(
        "text-sm",
        look === "card"
          ? "pointer-events-auto grid grid-cols-[auto_1fr_auto] items-center gap-x-2.5 gap-y-1 rounded-xl bg-raised px-3.5 py-3 shadow-lift-2 max-md:hidden [&>div]:col-span-3 [&>div]:grid [&>div]:grid-cols-subgrid [&_dd]:pl-3"
          : "flex flex-wrap gap-x-4 gap-y-1 border-b-[length:var(--border-weight)] bg-surface px-4 py-2.5 [&>div]:flex [&>div]:gap-1.5",
      )}
    >
      {RIDER_STATES.map((state) => (
        <Line
          key={state}
          sign={<RiderSign state={state} />}
          name={t(`rider.${state}`)}
          count={fleet.riders.filter((rider) => rider.state === state).length}
        />
      ))}
      <Line
        sign={<span className="size-4.5 rounded-full bg-ink" />}
        name={t("kitchensWaiting")}
        count={fleet.kitchens.length}
      />
      {urgent > 0 ? (
        <Line sign={<span className="size-4.5 rounded-full bg-danger" />} name={t("kitchensUrgent")} count={urgent} />
      ) : null}
      <Line
        sign={<span className="size-3.5 rounded-full border-3 border-sky" />}
        name={t("onTheWay")}
        count={fleet.doors.length}
      />
    </dl>
  );
}

function Line({ sign, name, count }: { sign: React.ReactNode; name: string; count: number }) {
  return (
    <div className="items-center">
      <span aria-hidden className="flex w-5 justify-center">
        {sign}
      </span>
      <dt>{name}</dt>
      <dd className="tabular text-right font-semibold">{count}</dd>
    </div>
  );
}

/** A rider as the map draws them. */
export function RiderSign({ state }: { state: RiderState }) {
  return (
    <span
      className={cn(
        "flex size-4 items-center justify-center rounded-full",
        state === "free" && "bg-leaf",
        state === "carrying" && "bg-turmeric",
        state === "silent" && "border-3 border-ink-faint",
      )}
    >
      {state === "carrying" ? <span className="size-1.5 rounded-full bg-on-turmeric" /> : null}
    </span>
  );
}
