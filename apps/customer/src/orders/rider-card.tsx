"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { serverNow } from "@tiffin/ui/lib/server-clock";
import { formatTime } from "@tiffin/ui/lib/format";
import { Bike, MapPin } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";

/** A position older than this is not "now" any more, and says so. */
const staleMilliseconds = 60_000;

/** Who brings it, and the number that is said at the door. */
export function RiderCard({
  order,
  lastSeen,
  street,
  atDoor,
}: {
  order: Order;
  lastSeen?: string | undefined;
  street?: string | null;
  atDoor: boolean;
}) {
  const t = useTranslations("order");
  const locale = useLocale();
  const stale = useStale(lastSeen);
  if (!order.rider && !order.pin) return null;
  return (
    <section aria-label={t("riderAndPin")} className="flex items-stretch overflow-hidden rounded-2xl border bg-surface">
      <div className="flex min-w-0 flex-1 items-center gap-3.5 p-4">
        <span
          aria-hidden
          className="flex size-12 shrink-0 items-center justify-center rounded-full bg-turmeric text-on-turmeric"
        >
          {order.rider ? (
            <span className="display text-xl">{order.rider.name.slice(0, 1)}</span>
          ) : (
            <Bike className="size-6" />
          )}
        </span>
        <div className="min-w-0">
          <p className="truncate font-semibold">{order.rider?.name ?? t("riderSoon")}</p>
          <p className="text-sm text-ink-soft">{secondLine()}</p>
          {street && !stale && !atDoor ? (
            <p className="mt-0.5 flex items-start gap-1.5 text-sm text-ink-soft">
              <MapPin aria-hidden className="mt-0.75 size-3.5 shrink-0" />
              <span className="line-clamp-2">{street}</span>
            </p>
          ) : null}
        </div>
      </div>
      {order.pin ? (
        <div className="flex shrink-0 flex-col items-center justify-center border-l-2 border-dashed bg-turmeric-tint px-5">
          <span className="text-2xs font-semibold text-turmeric-ink">{t("pin")}</span>
          <span className="display tabular text-2xl tracking-[0.12em] text-turmeric-ink" data-testid="pin">
            {order.pin}
          </span>
        </div>
      ) : null}
    </section>
  );

  function secondLine(): string {
    if (!order.rider) return t("riderSoonHint");
    if (stale && lastSeen) return t("lastSeen", { time: formatTime(lastSeen, locale) });
    return atDoor && order.pin ? t("sayPin") : vehicle(order.rider.vehicle);
  }

  function vehicle(name: string): string {
    return t.has(`vehicles.${name}` as never) ? t(`vehicles.${name}` as never) : name;
  }
}

export function useStale(at: string | undefined): boolean {
  const [stale, setStale] = useState(false);
  useEffect(() => {
    const check = () => setStale(at !== undefined && serverNow() - Date.parse(at) > staleMilliseconds);
    check();
    const timer = setInterval(check, 5_000);
    return () => clearInterval(timer);
  }, [at]);
  return stale;
}
