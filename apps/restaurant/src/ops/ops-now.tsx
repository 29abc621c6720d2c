"use client";

import { ConnectionDot } from "@tiffin/ui/connection-dot";
import { FleetMap } from "@tiffin/ui/map/fleet-map";
import type { Fleet, FleetChoice } from "@tiffin/ui/map/fleet-map";
import { Tab, TabList, TabPanel, Tabs } from "@tiffin/ui/tabs";
import type { CityNow } from "@tiffin/domain/wire/ops";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { ChoiceCard } from "./choice-card.tsx";
import { Legend } from "./legend.tsx";
import { useOpsCity } from "./ops-city.tsx";
import { OrderQueue, QUEUES } from "./order-queue.tsx";
import { riderState } from "./rider-state.ts";
import { useCityNow } from "./use-city-now.ts";

const nothing: CityNow = {
  counts: { stuck: 0, waiting: 0, open: 0, reviews: 0 },
  riders: [],
  kitchens: [],
  dropoffs: [],
};

/** The city now: what waits, beside where everybody is. */
export function OpsNow() {
  const t = useTranslations("ops");
  const { city } = useOpsCity();
  const { now, live } = useCityNow();
  const [queue, setQueue] = useQueryState("queue", parseAsStringLiteral(QUEUES).withDefault("attention"));
  const [choice, setChoice] = useState<FleetChoice | null>(null);
  const data = now.data ?? nothing;
  const fleet = useMemo(() => fleetOf(data), [data]);
  const { counts } = data;
  const countOf = { attention: counts.stuck, waiting: counts.waiting, open: counts.open };
  return (
    // As high as the screen below the header, and no higher: the list scrolls in itself, the legend stays in sight.
    <div className="flex flex-1 flex-col md:h-[calc(100dvh-4rem-var(--border-weight))] md:flex-none md:flex-row md:overflow-hidden">
      <h1 className="sr-only">{t("nowIn", { city: city.name })}</h1>
      <div className="order-2 md:hidden">
        <Legend fleet={fleet} look="strip" />
      </div>
      <section
        aria-label={t("queues")}
        className="flex flex-col border-r-[length:var(--border-weight)] bg-surface max-md:order-3 md:w-84 md:shrink-0 xl:w-104"
      >
        <Tabs
          value={queue}
          onValueChange={(next) => void setQueue(QUEUES.find((one) => one === next) ?? "attention")}
          className="flex min-h-0 flex-1 flex-col"
        >
          <div className="border-b p-3">
            <TabList aria-label={t("queues")} className="flex w-full">
              {QUEUES.map((each) => (
                <Tab key={each} value={each} count={countOf[each]} className="flex-1 justify-center px-2">
                  {t(`queue.${each}`)}
                </Tab>
              ))}
            </TabList>
          </div>
          {QUEUES.map((each) => (
            <TabPanel
              key={each}
              value={each}
              className="min-h-0 flex-1 overflow-y-auto rounded-none data-[state=inactive]:hidden"
            >
              {queue === each ? <OrderQueue queue={each} /> : null}
            </TabPanel>
          ))}
        </Tabs>
        <p className="hidden border-t px-4 py-2 text-xs text-ink-faint lg:block">{t("keys")}</p>
      </section>
      <FleetMap
        citySlug={city.slug}
        center={city.location}
        attribution={city.attribution}
        fleet={fleet}
        choice={choice}
        onChoose={setChoice}
        alternative={t("mapSays", {
          free: fleet.riders.filter(({ state }) => state === "free").length,
          carrying: fleet.riders.filter(({ state }) => state === "carrying").length,
          silent: fleet.riders.filter(({ state }) => state === "silent").length,
          kitchens: fleet.kitchens.length,
          doors: fleet.doors.length,
        })}
        className="min-h-80 flex-1 max-md:order-1"
        overlay={
          <>
            <div className="pointer-events-none absolute top-3 left-3 z-10 flex max-w-[calc(100%-5rem)] flex-col items-start gap-2">
              <span className="pointer-events-auto rounded-full bg-raised px-3 py-2 shadow-lift-2">
                <ConnectionDot state={now.isError ? "lost" : live} />
              </span>
              {now.isError && !now.data ? (
                <p role="alert" className="rounded-xl bg-raised px-4 py-3 font-semibold text-danger shadow-lift-2">
                  {t("cityFailed")}
                </p>
              ) : null}
            </div>
            <div className="pointer-events-none absolute inset-x-3 bottom-3 z-10 flex flex-wrap items-end justify-between gap-3">
              <Legend fleet={fleet} look="card" />
              {choice ? <ChoiceCard choice={choice} now={data} onClose={() => setChoice(null)} /> : null}
            </div>
          </>
        }
      />
    </div>
  );
}

function fleetOf({ riders, kitchens, dropoffs }: CityNow): Fleet {
  return {
    riders: riders.flatMap((rider) =>
      rider.location === null
        ? []
        : [{ id: rider.id, location: rider.location, label: rider.name, state: riderState(rider) }],
    ),
    kitchens: kitchens.map(({ id, location, name, orderIds, isStuck }) => ({
      id,
      location,
      label: name,
      count: orderIds.length,
      urgent: isStuck,
    })),
    doors: dropoffs.map(({ orderId, location, number }) => ({ id: orderId, location, label: number })),
  };
}
