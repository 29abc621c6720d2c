"use client";

import type { Fleet } from "@tiffin/ui/map/fleet-map";
import { cn } from "@tiffin/ui/lib/cn";
import { useTranslations } from "next-intl";
import { RIDER_STATES, type RiderState } from "./rider-state.ts";

/** The map's signs, and how many there are of each. */
export function Legend({ fleet }: { fleet: Fleet }) {
  const t = useTranslations("ops");
  const urgent = fleet.kitchens.filter((kitchen) => kitchen.urgent).length;
  return (
    <dl className="pointer-events-auto grid grid-cols-[auto_1fr_auto] items-center gap-x-2.5 gap-y-1 rounded-xl bg-raised px-3.5 py-3 text-sm shadow-lift-2">
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
    <div className="col-span-3 grid grid-cols-subgrid items-center">
      <span aria-hidden className="flex w-5 justify-center">
        {sign}
      </span>
      <dt>{name}</dt>
      <dd className="tabular pl-3 text-right font-semibold">{count}</dd>
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
