"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { codeOf, traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { useLiveChannel } from "@tiffin/ui/live/use-live-channel";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { Page } from "@tiffin/ui/page";
import { SpotArt } from "@tiffin/ui/spot-art";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useTRPC } from "../../api/trpc.tsx";
import { Age } from "../age.tsx";
import { useOpsCity } from "../ops-city.tsx";
import { OpsSkeleton } from "../ops-skeleton.tsx";
import { isOpen, ReasonLine, StatusBadge } from "../order-words.tsx";
import { Items } from "./items.tsx";
import { Money } from "./money.tsx";
import { OrderActions } from "./order-actions.tsx";
import { People } from "./people.tsx";
import { RidersAsked } from "./riders-asked.tsx";
import { WhatHappened } from "./what-happened.tsx";

const POLL_MS = 5_000;

/** One order with all that an operator needs to decide, and what they can do about it. */
export function OpsOrderPage({ id }: { id: string }) {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { city } = useOpsCity();
  const order = useQuery({ ...trpc.ops.orders.get.queryOptions({ id }), refetchInterval: POLL_MS });
  const readAgain = () => void queryClient.invalidateQueries({ queryKey: trpc.ops.orders.get.queryKey({ id }) });
  useLiveChannel({
    connection: city.stream,
    channel: `private-order-${id}`,
    handlers: { "order.updated": readAgain },
    onGap: readAgain,
  });
  if (order.data) return <OrderView order={order.data} />;
  if (!order.error) return <OpsSkeleton />;
  if (codeOf(order.error) === "NOT_FOUND") {
    return (
      <EmptyState
        art={<SpotArt kind="no-match" />}
        title={t("notFound")}
        action={
          <Button asChild>
            <Link href="/ops/orders">{t("back")}</Link>
          </Button>
        }
      />
    );
  }
  return (
    <ErrorState traceId={traceIdOf(order.error)} onRetry={() => void order.refetch()} retrying={order.isRefetching} />
  );
}

function OrderView({ order }: { order: OpsOrderDetail }) {
  const t = useTranslations("ops");
  const { dateTime } = useTimes(order.kitchen.timeZone);
  return (
    <Page width="wide">
      <Link
        href="/ops/orders"
        className="mb-2 inline-flex min-h-11 items-center gap-2 text-sm font-semibold text-leaf-ink underline-offset-4 hover:underline"
      >
        <ArrowLeft aria-hidden className="size-4.5" />
        {t("back")}
      </Link>
      <div className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <h1 className="display flex flex-wrap items-center gap-3 text-3xl">
            {t("order", { number: order.number })}
            <StatusBadge status={order.status} />
          </h1>
          <p className="mt-1 text-ink-soft" suppressHydrationWarning>
            {t("fromTo", { restaurant: order.restaurant.name, customer: order.customerName })} ·{" "}
            {dateTime(order.placedAt)}
            {isOpen(order) ? (
              <>
                {" · "}
                <Age since={order.placedAt} className="tabular font-semibold text-ink" />
              </>
            ) : null}
          </p>
          <ReasonLine order={order} className="mt-2 text-base" />
        </div>
        <OrderActions order={order} />
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex flex-col gap-4">
          <WhatHappened order={order} />
          <RidersAsked order={order} />
          <Money order={order} />
        </div>
        <div className="flex flex-col gap-4">
          <People order={order} />
          <Items order={order} />
        </div>
      </div>
    </Page>
  );
}
