"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { statusOf, traceIdOf } from "@tiffin/ui/app/api";
import { useSession } from "@tiffin/ui/app/session";
import { Badge, type BadgeTone } from "@tiffin/ui/badge";
import { Button } from "@tiffin/ui/button";
import { CoverArt } from "@tiffin/ui/cover-art";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Price } from "@tiffin/ui/price";
import { Loading, Skeleton } from "@tiffin/ui/skeleton";
import { SpotArt } from "@tiffin/ui/spot-art";
import { formatDateTime } from "@tiffin/ui/lib/format";
import { useInfiniteQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";
import { LoginNeeded } from "../account/login-needed.tsx";
import { moneyBackOf } from "./payment-step.ts";
import { isActive } from "./progress.ts";
import { useReorder } from "./use-reorder.tsx";

export function OrderList() {
  const t = useTranslations("orders");
  const trpc = useTRPC();
  const { signedIn } = useSession();
  const { reorder, question } = useReorder();
  const orders = useInfiniteQuery(
    trpc.orders.list.infiniteQueryOptions(
      { limit: 20 },
      { enabled: signedIn, getNextPageParam: (page) => page.nextCursor ?? undefined, staleTime: 5_000 },
    ),
  );
  if (!signedIn || (orders.isError && statusOf(orders.error) === 401)) return <LoginNeeded next="/orders" />;
  const items = orders.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page width="medium">
      <PageTitle title={t("title")} />
      {orders.isPending ? (
        <Loading label={t("loading")} className="flex flex-col gap-3">
          {[0, 1, 2, 3].map((row) => (
            <Skeleton key={row} className="h-26 rounded-2xl" />
          ))}
        </Loading>
      ) : null}
      {orders.isError ? (
        <ErrorState
          traceId={traceIdOf(orders.error)}
          onRetry={() => void orders.refetch()}
          retrying={orders.isRefetching}
        />
      ) : null}
      {orders.isSuccess && items.length === 0 ? (
        <EmptyState
          art={<SpotArt kind="empty-tiffin" />}
          title={t("emptyTitle")}
          action={
            <Button asChild>
              <Link href="/">{t("browse")}</Link>
            </Button>
          }
        >
          {t("emptyBody")}
        </EmptyState>
      ) : null}
      <ul className="flex flex-col gap-3">
        {items.map((order) => (
          <li key={order.id}>
            <OrderRow order={order} onReorder={() => reorder(order)} />
          </li>
        ))}
      </ul>
      {orders.hasNextPage ? (
        <div className="flex justify-center pt-6">
          <Button tone="outline" busy={orders.isFetchingNextPage} onClick={() => void orders.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      ) : null}
      {question}
    </Page>
  );
}

function OrderRow({ order, onReorder }: { order: Order; onReorder: () => void }) {
  const t = useTranslations("orders");
  const locale = useLocale();
  const back = moneyBackOf(order);
  const tone: BadgeTone = isActive(order) ? "turmeric" : order.status === "DELIVERED" ? "leaf" : "danger";
  return (
    <article className="relative rounded-2xl border bg-surface transition hover:border-line-strong/60 hover:shadow-lift-2">
      <div className="flex items-center gap-4 p-3.5">
        <span className="size-19 shrink-0 overflow-hidden rounded-xl">
          <CoverArt artKey={order.restaurant.imageKey} name={order.restaurant.name} shape="dish" />
        </span>
        <div className="min-w-0 flex-1">
          <div className="flex items-start justify-between gap-3">
            <h2 className="display truncate text-lg leading-snug">
              <Link
                href={`/orders/${order.id}`}
                className="after:absolute after:inset-0 after:rounded-2xl focus-visible:outline-none focus-visible:after:outline-3 focus-visible:after:outline-focus"
              >
                {order.restaurant.name}
              </Link>
            </h2>
            <Price money={order.total} className="shrink-0 font-semibold" />
          </div>
          <p className="truncate text-sm text-ink-soft">
            {order.items.map((item) => `${item.quantity} × ${item.name}`).join(", ")}
          </p>
          <p className="mt-1.5 flex items-center gap-2 text-sm text-ink-faint">
            <Badge tone={tone}>{t(`status.${order.status}`)}</Badge>
            <time dateTime={order.placedAt} suppressHydrationWarning>
              {formatDateTime(order.placedAt, locale)}
            </time>
          </p>
        </div>
      </div>
      {back && back.kind !== "nothing" ? (
        <p className="border-t border-dashed px-4 py-2.5 text-sm text-ink-soft">{t(`money.${back.kind}`)}</p>
      ) : null}
      {isActive(order) ? null : (
        // Above the link that covers the card.
        <div className="relative flex border-t border-dashed">
          <button
            type="button"
            onClick={onReorder}
            aria-label={t("reorderNamed", { name: order.restaurant.name })}
            className="flex min-h-12 flex-1 items-center justify-center gap-2 rounded-b-2xl text-sm font-semibold text-leaf-ink transition hover:bg-leaf-tint"
          >
            <RotateCcw aria-hidden className="size-4" />
            {t("reorder")}
          </button>
        </div>
      )}
    </article>
  );
}
