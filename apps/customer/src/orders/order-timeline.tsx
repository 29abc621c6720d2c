"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { Timeline } from "@tiffin/ui/timeline";
import { useTranslations } from "next-intl";
import { stepsOf } from "./progress.ts";

export function OrderTimeline({ order }: { order: Order }) {
  const t = useTranslations("order");
  const steps = stepsOf(order).map((step) => ({
    key: step.key,
    state: step.state,
    at: step.at,
    title: step.state === "now" ? t(`steps.${step.key}.now`) : t(`steps.${step.key}.title`),
    detail:
      step.key === "rider" && step.state === "done" && order.rider
        ? t("riderBy", { name: order.rider.name, vehicle: order.rider.vehicle })
        : undefined,
  }));
  return (
    <section aria-label={t("timeline")} className="rounded-2xl border bg-surface p-5">
      <Timeline steps={steps} />
    </section>
  );
}
