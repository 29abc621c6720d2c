"use client";

import { useQuery } from "@tanstack/react-query";
import type { DayEarnings, DeliveryDone } from "@tiffin/domain/wire/riders";
import { traceIdOf } from "@tiffin/ui/app/api";
import { Badge } from "@tiffin/ui/badge";
import { Card } from "@tiffin/ui/card";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { formatDistance } from "@tiffin/ui/lib/format";
import { formatMoney } from "@tiffin/ui/lib/money";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { Price } from "@tiffin/ui/price";
import { Skeleton } from "@tiffin/ui/skeleton";
import { SpotArt } from "@tiffin/ui/spot-art";
import { useLocale, useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";

/** More than a screen of them stands in nobody's way while they load. */
const MAX_SKELETONS = 6;

/** What was brought on one day, or ridden for in vain, latest first. */
export function DayDeliveries({ day, isToday, timeZone }: { day: DayEarnings; isToday: boolean; timeZone: string }) {
  const t = useTranslations("earnings");
  const trpc = useTRPC();
  const paidRides = day.deliveries + day.undelivered;
  const brought = useQuery({
    ...trpc.earnings.deliveries.queryOptions({ date: day.date }),
    enabled: paidRides > 0,
  });
  if (paidRides === 0) {
    return (
      <EmptyState
        className="py-6"
        art={<SpotArt kind="empty-tiffin" />}
        title={isToday ? t("emptyToday") : t("emptyDay")}
      >
        {isToday ? t("emptyTodayBody") : null}
      </EmptyState>
    );
  }
  return (
    <section aria-labelledby="deliveries-title">
      <h2 id="deliveries-title" className="mt-2 mb-2 display text-xl">
        {t("list")}
      </h2>
      {brought.data ? (
        <Card asChild className="divide-y">
          <ol>
            {brought.data.items.map((delivery) => (
              <Delivery key={delivery.rideId} delivery={delivery} timeZone={timeZone} />
            ))}
          </ol>
        </Card>
      ) : brought.error ? (
        <ErrorState
          traceId={traceIdOf(brought.error)}
          onRetry={() => void brought.refetch()}
          retrying={brought.isRefetching}
        />
      ) : (
        <div className="flex flex-col gap-2">
          {Array.from({ length: Math.min(MAX_SKELETONS, paidRides) }, (_, index) => (
            <Skeleton key={index} className="h-18 w-full rounded-xl" />
          ))}
        </div>
      )}
    </section>
  );
}

function Delivery({ delivery, timeZone }: { delivery: DeliveryDone; timeZone: string }) {
  const t = useTranslations("earnings");
  const locale = useLocale();
  const { time } = useTimes(timeZone);
  const { restaurantName, orderNumber, delivered, deliveredAt, pay, tip, distanceMeters, durationSeconds } = delivery;
  const { cashCollected } = delivery;
  return (
    <li className="flex items-start gap-4 px-5 py-3.5">
      <div className="min-w-0 flex-1">
        <p className="line-clamp-2 font-semibold">{restaurantName}</p>
        <p className="mt-0.5 text-sm text-ink-soft">
          {[
            time(deliveredAt),
            formatDistance(distanceMeters, locale),
            t("minutes", { count: Math.max(1, Math.round(durationSeconds / 60)) }),
          ].join(" · ")}
        </p>
        <p className="mt-1 flex flex-wrap items-center gap-2 text-sm text-ink-faint">
          {orderNumber}
          {delivered ? null : <Badge>{t("notTaken")}</Badge>}
          {cashCollected ? (
            <Badge tone="tamarind">{t("cash", { amount: formatMoney(cashCollected, locale, { exact: true }) })}</Badge>
          ) : null}
        </p>
      </div>
      <div className="shrink-0 text-right">
        <Price money={pay} exact className="text-lg font-semibold" />
        {tip.amount > 0 ? (
          <p className="text-sm text-leaf-ink">{t("tip", { amount: formatMoney(tip, locale) })}</p>
        ) : null}
      </div>
    </li>
  );
}
