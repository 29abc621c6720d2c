"use client";

import { useQuery } from "@tanstack/react-query";
import { traceIdOf } from "@tiffin/ui/app/api";
import { Card } from "@tiffin/ui/card";
import { ErrorState } from "@tiffin/ui/error-state";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Price } from "@tiffin/ui/price";
import { Skeleton } from "@tiffin/ui/skeleton";
import { SpotArt } from "@tiffin/ui/spot-art";
import { useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";

/** What the day has brought so far. */
export function Earnings() {
  const t = useTranslations("earnings");
  const trpc = useTRPC();
  const today = useQuery(trpc.earnings.today.queryOptions());
  return (
    <Page width="narrow">
      <PageTitle title={t("title")} />
      {today.error && !today.data ? (
        <ErrorState
          traceId={traceIdOf(today.error)}
          onRetry={() => void today.refetch()}
          retrying={today.isRefetching}
        />
      ) : !today.data ? (
        <Skeleton className="h-44 w-full rounded-xl" />
      ) : (
        <Card className="flex items-center justify-between gap-6 p-6">
          <div>
            <p className="eyebrow text-ink-faint">{t("earned")}</p>
            <p className="display text-5xl">
              <Price money={today.data.earned} />
            </p>
            <p className="mt-2 font-semibold">{t("deliveries", { count: today.data.deliveries })}</p>
            <p className="mt-1 text-sm text-ink-soft">{today.data.deliveries === 0 ? t("emptyBody") : t("body")}</p>
          </div>
          <SpotArt kind={today.data.deliveries === 0 ? "empty-tiffin" : "done"} className="hidden shrink-0 sm:block" />
        </Card>
      )}
    </Page>
  );
}
