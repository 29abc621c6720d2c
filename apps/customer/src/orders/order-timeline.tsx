"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { Timeline } from "@tiffin/ui/timeline";
import { useTranslations } from "next-intl";
import { type Step, stepsOf } from "./progress.ts";

export function OrderTimeline({ order, atDoor }: { order: Order; atDoor: boolean }) {
  const t = useTranslations("order");
  const steps = stepsOf(order).map((step) => ({
    key: step.key,
    state: step.state,
    at: step.at,
    title: titleOf(step),
    detail:
      step.key === "rider" && step.state === "done" && order.rider
        ? t("riderBy", { name: order.rider.name, vehicle: order.rider.vehicle })
        : undefined,
  }));
  function titleOf({ key, state }: Step): string {
    if (state !== "now") return t(`steps.${key}.title`);
    return key === "delivered" && atDoor ? t("steps.delivered.atDoor") : t(`steps.${key}.now`);
  }

  return (
    <section aria-label={t("timeline")} className="rounded-2xl border bg-surface p-5">
      <Timeline steps={steps} />
    </section>
  );
}
