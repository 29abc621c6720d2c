"use client";

import { useQuery } from "@tanstack/react-query";
import type { Earnings as EarningsWire } from "@tiffin/domain/wire/riders";
import { codeOf, traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { Card } from "@tiffin/ui/card";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { formatMoney } from "@tiffin/ui/lib/money";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Price } from "@tiffin/ui/price";
import { Skeleton } from "@tiffin/ui/skeleton";
import { SpotArt } from "@tiffin/ui/spot-art";
import { Banknote } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { dayName, totalOf } from "./days.ts";
import { DayDeliveries } from "./day-deliveries.tsx";
import { WeekBars } from "./week-bars.tsx";

/** What the last days have brought, one of them at a time, and the cash that is not the rider's own. */
export function Earnings() {
  const t = useTranslations("earnings");
  const trpc = useTRPC();
  const recent = useQuery(trpc.earnings.recent.queryOptions());
  const { data, error } = recent;
  const unreachable = recent.fetchStatus === "paused" || (error !== null && codeOf(error) === "NETWORK");
  return (
    <Page width="narrow">
      <PageTitle title={t("title")} />
      {data ? (
        <Loaded earnings={data} />
      ) : unreachable ? (
        <EmptyState
          art={<SpotArt kind="sleeping" />}
          title={t("offlineTitle")}
          action={<Button onClick={() => void recent.refetch()}>{t("retry")}</Button>}
        >
          {t("offlineBody")}
        </EmptyState>
      ) : error ? (
        <ErrorState traceId={traceIdOf(error)} onRetry={() => void recent.refetch()} retrying={recent.isRefetching} />
      ) : (
        <div className="flex flex-col gap-4">
          <Skeleton className="h-86 w-full rounded-xl" />
          <Skeleton className="h-20 w-full rounded-xl" />
          <Skeleton className="h-20 w-full rounded-xl" />
        </div>
      )}
    </Page>
  );
}

function Loaded({ earnings: { days, cashFloat, timeZone } }: { earnings: EarningsWire }) {
  const t = useTranslations("earnings");
  const locale = useLocale();
  const today = days.at(-1);
  const [chosen, setChosen] = useState<string | null>(null);
  // Today until another day is chosen, and again when midnight has put the chosen one out of sight.
  const day = days.find(({ date }) => date === chosen) ?? today;
  if (!day) return null;
  const isToday = day.date === today?.date;
  const week = totalOf(days);
  return (
    <div className="flex flex-col gap-4">
      <Card className="px-5 pt-5 pb-4">
        <div aria-live="polite">
          <h2 className="eyebrow">{isToday ? t("today") : dayName(day.date, locale, "long")}</h2>
          <p className="display text-5xl">
            <Price money={day.earned} />
          </p>
          <p className="mt-1 font-semibold text-ink-soft">
            {t("deliveries", { count: day.deliveries })}
            {day.undelivered > 0 ? ` · ${t("undelivered", { count: day.undelivered })}` : null}
            {day.tips.amount > 0 ? ` · ${t("tips", { amount: formatMoney(day.tips, locale) })}` : null}
          </p>
        </div>
        <WeekBars days={days} chosen={day.date} onChoose={setChosen} />
        <dl className="mt-3 flex flex-wrap items-baseline justify-between gap-x-4 border-t pt-3">
          <dt className="text-sm text-ink-soft">{t("week")}</dt>
          <dd className="text-sm text-ink-soft">
            {week.deliveries > 0 ? <span className="mr-2">{t("deliveries", { count: week.deliveries })}</span> : null}
            <Price money={week.earned} className="text-lg font-semibold text-ink" />
          </dd>
        </dl>
      </Card>
      {cashFloat.amount > 0 ? (
        <Card className="flex items-center gap-4 border-current/30 bg-tamarind-tint px-5 py-4 text-tamarind-ink">
          <Banknote aria-hidden className="size-7 shrink-0" />
          <div className="min-w-0 flex-1">
            <h2 className="font-semibold">{t("cashTitle")}</h2>
            <p className="text-sm">{t("cashBody")}</p>
          </div>
          <Price money={cashFloat} className="display text-xl" />
        </Card>
      ) : null}
      <DayDeliveries key={day.date} day={day} isToday={isToday} timeZone={timeZone} />
    </div>
  );
}
