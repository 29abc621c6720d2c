"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { Button } from "@tiffin/ui/button";
import { Headset, Phone } from "lucide-react";
import { useTranslations } from "next-intl";
import { isActive } from "./progress.ts";

/** Somebody to talk to about this order: its kitchen, and the operator where there is a number for it. */
export function Help({ order, supportPhone }: { order: Order; supportPhone: string | null }) {
  const t = useTranslations("order.help");
  const kitchen = order.status === "CANCELLED" ? undefined : order.restaurant.phone;
  if (kitchen === undefined && supportPhone === null) return null;
  const about = order.status === "PICKED_UP" ? "onTheWay" : isActive(order) ? "cooking" : "after";
  return (
    <section aria-labelledby="order-help" className="rounded-2xl border bg-surface p-5">
      <h2 id="order-help" className="display text-xl">
        {t("title")}
      </h2>
      <p className="mt-1 text-sm text-ink-soft">
        {kitchen === undefined ? null : `${t(about, { name: order.restaurant.name })} `}
        {t("say", { number: order.number })}
      </p>
      <div className="mt-4 flex flex-wrap gap-3">
        {kitchen === undefined ? null : (
          <Button asChild tone="outline" size="lg" className="flex-1">
            <a href={`tel:${kitchen}`}>
              <Phone aria-hidden className="size-5" />
              {t("callKitchen")}
            </a>
          </Button>
        )}
        {supportPhone === null ? null : (
          <Button asChild tone="outline" size="lg" className="flex-1">
            <a href={`tel:${supportPhone}`}>
              <Headset aria-hidden className="size-5" />
              {t("callSupport")}
            </a>
          </Button>
        )}
      </div>
    </section>
  );
}
