"use client";

import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Order, Track } from "@tiffin/domain/wire/orders";
import { statusOf, traceIdOf } from "@tiffin/ui/app/api";
import { useSession } from "@tiffin/ui/app/session";
import { Button } from "@tiffin/ui/button";
import { cn } from "@tiffin/ui/lib/cn";
import { ConnectionDot } from "@tiffin/ui/connection-dot";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import type { Fix } from "@tiffin/ui/map/city-map";
import { PushCard } from "@tiffin/ui/push/push-card";
import { Skeleton } from "@tiffin/ui/skeleton";
import { SpotArt } from "@tiffin/ui/spot-art";
import { RotateCcw } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoginNeeded } from "../account/login-needed.tsx";
import { CancelOrder } from "./cancel-order.tsx";
import { EtaRange, LastHeard, useEtaNow } from "./eta.tsx";
import { Help } from "./help.tsx";
import { MoneyBack } from "./money-back.tsx";
import { PayAgain } from "./pay-again.tsx";
import { CashNotice, PaymentNotice } from "./payment-notice.tsx";
import { wasUnpaid } from "./payment-step.ts";
import { headlineOf, isActive, isAtDoor } from "./progress.ts";
import { Receipt } from "./receipt.tsx";
import { RiderCard } from "./rider-card.tsx";
import { OrderTimeline } from "./order-timeline.tsx";
import { TrackMap } from "./track-map.tsx";
import { useReorder } from "./use-reorder.tsx";
import { useTracking } from "./use-tracking.ts";

export function OrderPage({ orderId, supportPhone }: { orderId: string; supportPhone: string | null }) {
  const t = useTranslations("order");
  const { signedIn } = useSession();
  // The bank's page sends its customer back with the payment's id; what came of it is the server's to say.
  const returned = useSearchParams().has("payment");
  const tracking = useTracking(orderId, returned);
  const { track } = tracking;
  if (track.isPending && signedIn) return <OrderSkeleton />;
  // The session ran out overnight: what was shown before is nobody's business any more.
  if (statusOf(track.error) === 401) return <LoginNeeded next={`/orders/${orderId}`} />;
  if (!track.data) {
    if (!signedIn) return <LoginNeeded next={`/orders/${orderId}`} />;
    if (statusOf(track.error) === 404) {
      return (
        <EmptyState
          art={<SpotArt kind="no-match" />}
          title={t("unknownTitle")}
          action={
            <Button asChild>
              <Link href="/orders">{t("toAll")}</Link>
            </Button>
          }
        >
          {t("unknownBody")}
        </EmptyState>
      );
    }
    return (
      <ErrorState traceId={traceIdOf(track.error)} onRetry={() => void track.refetch()} retrying={track.isRefetching} />
    );
  }
  return <Tracked track={track.data} tracking={tracking} returned={returned} supportPhone={supportPhone} />;
}

function Tracked({
  track,
  tracking,
  returned,
  supportPhone,
}: {
  track: Track;
  tracking: ReturnType<typeof useTracking>;
  returned: boolean;
  supportPhone: string | null;
}) {
  const t = useTranslations("order");
  const { order } = track;
  const active = isActive(order);
  const atDoor = useAtDoor(order, tracking.rider);
  const headline = headlineOf(order, atDoor);
  // Before the payment stands nothing is promised: no time, no rider, no PIN.
  const underWay = active && order.status !== "CREATED" && order.status !== "PAYMENT_PENDING";
  const showMap = underWay;
  const eta = useEtaNow(underWay ? tracking.eta : null);
  const [street, setStreet] = useState<string | null>(null);
  const again = useReorder();
  return (
    <div
      className={
        showMap ? "lg:grid lg:min-h-0 lg:flex-1 lg:grid-cols-[minmax(0,1fr)_28rem]" : "mx-auto w-full max-w-2xl"
      }
    >
      {showMap ? (
        <TrackMap
          order={order}
          rider={tracking.rider}
          route={track.route}
          eta={eta}
          atDoor={atDoor}
          street={street}
          onStreet={setStreet}
          className="h-[44dvh] min-h-72 lg:sticky lg:top-16 lg:h-[calc(100dvh-4rem)]"
        />
      ) : null}
      <div
        className={
          showMap
            ? "relative z-10 -mt-5 rounded-t-2xl bg-paper px-4 pt-5 pb-10 contrast:border-t sm:px-6 lg:mt-0 lg:rounded-none lg:border-t-0 lg:border-l"
            : "px-4 py-8 sm:px-6"
        }
      >
        {active ? null : <SpotArt kind={order.status === "DELIVERED" ? "done" : "spill"} className="mx-auto mb-6" />}
        <header className={active ? "" : "text-center"}>
          {/* The state's words may be long: they share a line with the number, never with the headline. */}
          <div
            className={cn("flex flex-wrap items-center gap-x-4 gap-y-1", active ? "justify-between" : "justify-center")}
          >
            <p className="text-sm font-medium text-ink-faint">{t("number", { number: order.number })}</p>
            {active ? <ConnectionDot state={tracking.connection} /> : null}
          </div>
          <h1 className="display mt-0.5 text-2xl text-balance sm:text-3xl" aria-live="polite">
            {t(`headline.${headline}`, { name: order.restaurant.name })}
          </h1>
        </header>
        {eta && !atDoor ? <EtaRange eta={eta} /> : null}
        {tracking.lastHeard === null ? null : <LastHeard at={tracking.lastHeard} />}
        {order.status === "CANCELLED" ? <Cancelled order={order} /> : null}
        <PaymentNotice order={order} returned={returned} />
        {wasUnpaid(order) ? <PayAgain order={order} /> : null}
        <div className="mt-6 flex flex-col gap-6">
          {underWay ? (
            <RiderCard
              order={order}
              lastSeen={tracking.rider?.recordedAt}
              street={tracking.rider ? street : null}
              atDoor={atDoor}
            />
          ) : null}
          {underWay && order.payment.method === "cash" ? <CashNotice order={order} /> : null}
          {underWay && !atDoor ? <PushCard name="order" title={t("push.title")} body={t("push.body")} /> : null}
          <MoneyBack order={order} />
          <OrderTimeline order={order} atDoor={atDoor} />
          <Receipt order={order} />
          <Help order={order} supportPhone={supportPhone} />
          <CancelOrder order={order} />
          {active || wasUnpaid(order) ? null : (
            <Button size="lg" tone="soft" wide onClick={() => again.reorder(order)}>
              <RotateCcw aria-hidden className="size-5" />
              {t("again")}
            </Button>
          )}
          {again.question}
        </div>
      </div>
    </div>
  );
}

function useAtDoor({ status, dropoff }: Order, rider: Fix | null): boolean {
  const [was, setWas] = useState(false);
  const is =
    status === "PICKED_UP" && rider !== null && isAtDoor(distanceMeters(rider.location, dropoff.location), was);
  if (is !== was) setWas(is);
  return is;
}

function Cancelled({ order }: { order: Order }) {
  const t = useTranslations("order");
  const reason =
    order.cancelReason && t.has(`cancelReasons.${order.cancelReason}` as never) ? order.cancelReason : "unknown";
  return (
    <div className="mt-4 rounded-xl bg-danger-tint px-4 py-3.5 text-sm">
      <p className="font-semibold text-danger">
        {t(`cancelReasons.${reason}` as never, { name: order.restaurant.name } as never)}
      </p>
      {order.cancelNote ? <p className="mt-1 text-ink-soft">“{order.cancelNote}”</p> : null}
    </div>
  );
}

function OrderSkeleton() {
  return (
    <div className="lg:grid lg:flex-1 lg:grid-cols-[minmax(0,1fr)_28rem]">
      <Skeleton className="h-[44dvh] min-h-72 rounded-none lg:h-[calc(100dvh-4rem)]" />
      <div className="px-6 pt-6">
        <Skeleton className="h-8 w-3/4" />
        <Skeleton className="mt-4 h-12 w-1/2" />
        <Skeleton className="mt-8 h-72 rounded-2xl" />
      </div>
    </div>
  );
}
