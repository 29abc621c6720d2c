"use client";

import type { Kitchen, KitchenUpdate } from "@tiffin/domain/wire/kitchen";
import { Switch } from "@tiffin/ui/switch";
import { useTranslations } from "next-intl";
import { BigStepper } from "./big-stepper.tsx";
import { MinutesStepper } from "./minutes-stepper.tsx";
import { useSlowChange } from "./use-slow-change.ts";

/** Where a cap begins that nobody has said a number for yet. */
const FIRST_CAP = 8;

/** How many orders the kitchen takes in any stretch of time, or as many as come. */
export function OrderCap({ kitchen, update }: { kitchen: Kitchen; update: (change: KitchenUpdate) => void }) {
  const t = useTranslations("settings");
  const [orders, setOrders] = useSlowChange(kitchen.ordersPerWindow, (ordersPerWindow) => update({ ordersPerWindow }));
  const [minutes, setMinutes] = useSlowChange(kitchen.orderWindowMinutes, (orderWindowMinutes) =>
    update({ orderWindowMinutes }),
  );
  return (
    <div className="flex flex-col gap-4">
      <Switch
        size="lg"
        label={t("capOn")}
        checked={orders !== null}
        onChange={(on) => setOrders(on ? (kitchen.ordersPerWindow ?? FIRST_CAP) : null)}
      />
      {orders === null ? (
        <p className="font-semibold">{t("noCap")}</p>
      ) : (
        <>
          <div className="grid gap-3 sm:grid-cols-2">
            <BigStepper
              label={t("capOrders")}
              less={t("fewerOrders")}
              more={t("moreOrders")}
              value={orders}
              onChange={setOrders}
              step={1}
              least={1}
              most={1_000}
            >
              {t("orders", { count: orders })}
            </BigStepper>
            <MinutesStepper label={t("capMinutes")} value={minutes} onChange={setMinutes} />
          </div>
          <p className="font-semibold">{t("capSays", { count: orders, minutes })}</p>
        </>
      )}
    </div>
  );
}
