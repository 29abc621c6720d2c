"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { OpsOrder } from "@tiffin/domain/wire/ops";
import { traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { Card } from "@tiffin/ui/card";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { formatDateTime } from "@tiffin/ui/lib/format";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Price } from "@tiffin/ui/price";
import { SpotArt } from "@tiffin/ui/spot-art";
import { Tab, TabList, TabPanel, Tabs } from "@tiffin/ui/tabs";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTRPC } from "../api/trpc.tsx";
import { OpsSkeleton } from "./ops-skeleton.tsx";
import { StatusBadge, StuckLine } from "./order-words.tsx";

const VIEWS = ["stuck", "all"] as const;
const POLL_MS = 10_000;

/** What needs a person, first; and everything else. */
export function OpsOrders() {
  const t = useTranslations("ops");
  const [view, setView] = useQueryState("view", parseAsStringLiteral(VIEWS).withDefault("stuck"));
  return (
    <Page>
      <Tabs value={view} onValueChange={(next) => void setView(next === "all" ? "all" : "stuck")}>
        <PageTitle
          title={t("title")}
          lead={t("lead")}
          aside={
            <TabList aria-label={t("views")}>
              <Tab value="stuck">{t("stuckView")}</Tab>
              <Tab value="all">{t("allView")}</Tab>
            </TabList>
          }
        />
        <TabPanel value="stuck">{view === "stuck" ? <OrderList stuck /> : null}</TabPanel>
        <TabPanel value="all">{view === "all" ? <OrderList stuck={false} /> : null}</TabPanel>
      </Tabs>
    </Page>
  );
}

function OrderList({ stuck }: { stuck: boolean }) {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.ops.orders.list.infiniteQueryOptions(
      { stuck, limit: 30 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, refetchInterval: POLL_MS },
    ),
  );
  if (list.error && !list.data)
    return (
      <ErrorState traceId={traceIdOf(list.error)} onRetry={() => void list.refetch()} retrying={list.isRefetching} />
    );
  if (!list.data) return <OpsSkeleton />;
  const orders = list.data.pages.flatMap(({ items }) => items);
  if (orders.length === 0) {
    return (
      <EmptyState art={<SpotArt kind="done" />} title={t(stuck ? "nothingStuckTitle" : "noOrdersTitle")}>
        {t(stuck ? "nothingStuckBody" : "noOrdersBody")}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="grid gap-3 lg:grid-cols-2">
        {orders.map((order) => (
          <OrderCard key={order.id} order={order} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <div className="mt-6 flex justify-center">
          <Button tone="outline" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function OrderCard({ order }: { order: OpsOrder }) {
  const locale = useLocale();
  return (
    <li>
      <Card asChild pressable>
        <Link href={`/ops/${order.id}`} className="flex h-full flex-col gap-2 p-4">
          <span className="flex items-center justify-between gap-3">
            <span className="display text-xl">{order.number}</span>
            <StatusBadge status={order.status} />
          </span>
          <span className="flex items-baseline justify-between gap-3 text-ink-soft">
            <span className="min-w-0 truncate">{order.restaurant.name}</span>
            <span className="tabular shrink-0 text-sm" suppressHydrationWarning>
              {formatDateTime(order.placedAt, locale)} · <Price money={order.total} />
            </span>
          </span>
          {order.stuck ? <StuckLine reason={order.stuck} /> : null}
        </Link>
      </Card>
    </li>
  );
}
