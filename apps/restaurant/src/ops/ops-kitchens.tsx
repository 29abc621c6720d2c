"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { DeskKitchen } from "@tiffin/domain/wire/ops";
import { traceIdOf } from "@tiffin/ui/app/api";
import { Badge } from "@tiffin/ui/badge";
import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { Page, PageTitle } from "@tiffin/ui/page";
import { SpotArt } from "@tiffin/ui/spot-art";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { PauseDialog } from "./actions/pause-dialog.tsx";
import { useOpsCity } from "./ops-city.tsx";
import { OpsSkeleton } from "./ops-skeleton.tsx";
import { Phone } from "./phone.tsx";
import { SearchField } from "./search-field.tsx";

const POLL_MS = 15_000;

/** The city's restaurants: those with work and those that are paused first. */
export function OpsKitchens() {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const { city } = useOpsCity();
  const [q, setQ] = useState("");
  const [asked, setAsked] = useState<DeskKitchen | null>(null);
  const kitchens = useQuery(
    trpc.ops.kitchens.list.queryOptions(
      { citySlug: city.slug, ...(q ? { q } : {}) },
      { refetchInterval: POLL_MS, placeholderData: keepPreviousData },
    ),
  );
  if (!kitchens.data) {
    return kitchens.error ? (
      <ErrorState
        traceId={traceIdOf(kitchens.error)}
        onRetry={() => void kitchens.refetch()}
        retrying={kitchens.isRefetching}
      />
    ) : (
      <OpsSkeleton />
    );
  }
  const { items } = kitchens.data;
  return (
    <Page className="max-w-none">
      <PageTitle title={t("nav.kitchens")} lead={t("kitchensLead")} />
      <SearchField label={t("searchKitchens")} value={q} onChange={setQ} className="mb-4 w-full sm:w-80" />
      {items.length === 0 ? (
        <EmptyState art={<SpotArt kind="no-match" />} title={t("noKitchensTitle")}>
          {t("noneBody")}
        </EmptyState>
      ) : (
        <div className="overflow-x-auto rounded-xl border-[length:var(--border-weight)] bg-surface">
          <table className="w-full text-left text-sm">
            <caption className="sr-only">{t("nav.kitchens")}</caption>
            <thead className="border-b bg-sunken max-md:sr-only text-xs text-ink-soft [&_th]:px-4 [&_th]:py-3 [&_th]:font-semibold">
              <tr>
                <th scope="col">{t("column.kitchen")}</th>
                <th scope="col">{t("column.state")}</th>
                <th scope="col" className="text-right">
                  {t("column.openOrders")}
                </th>
                <th scope="col">{t("column.phone")}</th>
                <th scope="col">
                  <span className="sr-only">{t("column.actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody className="divide-y">
              {items.map((kitchen) => (
                <KitchenRow key={kitchen.id} kitchen={kitchen} onAsk={() => setAsked(kitchen)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asked ? <PauseDialog kitchen={asked} resume={!asked.acceptingOrders} onClose={() => setAsked(null)} /> : null}
    </Page>
  );
}

function KitchenRow({ kitchen, onAsk }: { kitchen: DeskKitchen; onAsk: () => void }) {
  const t = useTranslations("ops");
  const { time } = useTimes(useOpsCity().city.timeZone);
  return (
    <tr className="max-md:grid max-md:grid-cols-[1fr_auto] max-md:items-center max-md:gap-x-3 max-md:px-4 max-md:py-3 md:[&_td]:px-4 md:[&_td]:py-1.5">
      <td>
        <span className="block font-semibold">{kitchen.name}</span>
        <span className="block text-xs text-ink-soft">{kitchen.line1}</span>
      </td>
      <td suppressHydrationWarning>
        {kitchen.acceptingOrders ? (
          <Badge tone="leaf">{t("kitchen.taking")}</Badge>
        ) : kitchen.pausedUntil ? (
          <Badge tone="tamarind">{t("kitchen.pausedUntil", { time: time(kitchen.pausedUntil) })}</Badge>
        ) : (
          <Badge tone="tamarind">{t("kitchen.paused")}</Badge>
        )}
      </td>
      <td className="tabular max-md:col-span-2 md:text-right">
        <span className="text-ink-soft md:hidden">{t("column.openOrders")}: </span>
        {kitchen.openOrders > 0 ? (
          <Link
            href={`/ops/orders?view=open&q=${encodeURIComponent(kitchen.name)}`}
            className="inline-flex min-h-11 min-w-11 items-center font-semibold md:justify-end text-leaf-ink underline-offset-4 hover:underline"
          >
            {kitchen.openOrders}
          </Link>
        ) : (
          <span className="text-ink-faint">0</span>
        )}
      </td>
      <td className="whitespace-nowrap">{kitchen.phone ? <Phone number={kitchen.phone} /> : null}</td>
      <td className="text-right">
        {kitchen.acceptingOrders ? (
          <Button tone="danger-quiet" size="sm" aria-label={t("pauseOf", { name: kitchen.name })} onClick={onAsk}>
            {t("pause")}
          </Button>
        ) : (
          <Button tone="soft" size="sm" aria-label={t("resumeOf", { name: kitchen.name })} onClick={onAsk}>
            {t("resume")}
          </Button>
        )}
      </td>
    </tr>
  );
}
