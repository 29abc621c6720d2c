"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { OpsOrder } from "@tiffin/domain/wire/ops";
import { traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { Loading, Skeleton } from "@tiffin/ui/skeleton";
import { SpotArt } from "@tiffin/ui/spot-art";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";
import { Age } from "./age.tsx";
import { useOpsCity } from "./ops-city.tsx";
import { ReasonLine, StatusBadge } from "./order-words.tsx";
import { useListKeys } from "./use-list-keys.ts";

export const QUEUES = ["attention", "waiting", "open"] as const;
export type Queue = (typeof QUEUES)[number];
const POLL_MS = 10_000;

/** Orders that wait, the oldest first. */
export function OrderQueue({ queue }: { queue: Queue }) {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const { city } = useOpsCity();
  const list = useListKeys<HTMLUListElement>();
  const orders = useInfiniteQuery(
    trpc.ops.orders.list.infiniteQueryOptions(
      { view: queue, city: city.slug, sort: "oldest", limit: 30 },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, refetchInterval: POLL_MS },
    ),
  );
  if (orders.error && !orders.data) {
    return (
      <ErrorState
        traceId={traceIdOf(orders.error)}
        onRetry={() => void orders.refetch()}
        retrying={orders.isRefetching}
      />
    );
  }
  if (!orders.data) {
    return (
      <Loading label={t("loading")} className="flex flex-col gap-px">
        {[0, 1, 2, 3, 4].map((n) => (
          <Skeleton key={n} className="h-22 w-full rounded-none" />
        ))}
      </Loading>
    );
  }
  const items = orders.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <EmptyState art={<SpotArt kind="done" />} title={t(`empty.${queue}.title`)}>
        {t(`empty.${queue}.body`)}
      </EmptyState>
    );
  }
  return (
    <>
      <ul ref={list} className="divide-y">
        {items.map((order) => (
          <li key={order.id}>
            <QueueRow order={order} />
          </li>
        ))}
      </ul>
      {orders.hasNextPage ? (
        <div className="flex justify-center p-4">
          <Button tone="outline" busy={orders.isFetchingNextPage} onClick={() => void orders.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function QueueRow({ order }: { order: OpsOrder }) {
  const t = useTranslations("ops");
  return (
    <Link
      href={`/ops/orders/${order.id}`}
      className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 px-4 py-3 transition hover:bg-sunken focus-visible:-outline-offset-3"
    >
      <span className="flex min-w-0 items-center gap-2">
        <span className="display tabular text-lg">{order.number}</span>
        <StatusBadge status={order.status} />
      </span>
      <Age since={order.placedAt} className="tabular pt-0.5 text-sm font-semibold" />
      <span className="col-span-2 truncate text-sm text-ink-soft">
        {t("fromTo", { restaurant: order.restaurant.name, customer: order.customerName })}
        {order.rider ? ` · ${order.rider.name}` : ""}
      </span>
      <ReasonLine order={order} className="col-span-2" />
    </Link>
  );
}
