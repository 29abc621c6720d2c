"use client";

import { useQuery } from "@tanstack/react-query";
import type { OpsOrder } from "@tiffin/domain/wire/ops";
import { codeOf, traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { Card } from "@tiffin/ui/card";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { formatDateTime, formatTime } from "@tiffin/ui/lib/format";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Price } from "@tiffin/ui/price";
import { SpotArt } from "@tiffin/ui/spot-art";
import { Timeline } from "@tiffin/ui/timeline";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { OpsActions } from "./ops-actions.tsx";
import { OpsSkeleton } from "./ops-skeleton.tsx";
import { StatusBadge, StuckLine } from "./order-words.tsx";

const POLL_MS = 5_000;

/** One order with all that an operator needs to decide, and the two things that they can do. */
export function OpsOrderPage({ id }: { id: string }) {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const order = useQuery({ ...trpc.ops.orders.get.queryOptions({ id }), refetchInterval: POLL_MS });
  if (order.data) return <OpsOrderView order={order.data} />;
  if (!order.error) return <OpsSkeleton />;
  if (codeOf(order.error) === "NOT_FOUND") {
    return (
      <EmptyState
        art={<SpotArt kind="no-match" />}
        title={t("notFound")}
        action={
          <Button asChild>
            <Link href="/ops">{t("back")}</Link>
          </Button>
        }
      />
    );
  }
  return (
    <ErrorState traceId={traceIdOf(order.error)} onRetry={() => void order.refetch()} retrying={order.isRefetching} />
  );
}

function OpsOrderView({ order }: { order: OpsOrder }) {
  const t = useTranslations("ops");
  const locale = useLocale();
  return (
    <Page>
      <Link href="/ops" className="mb-4 inline-flex min-h-11 items-center gap-2 font-semibold text-leaf-ink">
        <ArrowLeft aria-hidden className="size-5" />
        {t("back")}
      </Link>
      <PageTitle
        title={t("order", { number: order.number })}
        lead={`${order.restaurant.name} · ${formatDateTime(order.placedAt, locale)}`}
        aside={<StatusBadge status={order.status} />}
      />
      {order.stuck ? (
        <div className="mb-4 rounded-xl bg-tamarind-tint px-4 py-3">
          <StuckLine reason={order.stuck} />
        </div>
      ) : null}
      <OpsActions order={order} />
      <div className="mt-6 grid items-start gap-4 lg:grid-cols-2">
        <Section title={t("timeline")}>
          <Timeline
            steps={order.timeline.map(({ status, at }, index) => ({
              key: `${status}-${at}`,
              title: t(`status.${status}`),
              at,
              state:
                status === "CANCELLED"
                  ? "failed"
                  : index === order.timeline.length - 1 && isOpen(order)
                    ? "now"
                    : "done",
            }))}
          />
          {order.cancelReason ? (
            <p className="mt-3 rounded-lg bg-danger-tint px-3 py-2 text-danger">
              {order.cancelReason}
              {order.cancelNote ? `: “${order.cancelNote}”` : ""}
            </p>
          ) : null}
        </Section>
        <Section title={t("asked")}>
          {order.offers.length === 0 ? (
            <p className="text-ink-soft">{t("nobodyAsked")}</p>
          ) : (
            <ol className="flex flex-col gap-2">
              {order.offers.map((offer) => (
                <li key={offer.seq} className="flex items-baseline justify-between gap-3">
                  <span className="min-w-0 truncate font-semibold">{offer.riderName}</span>
                  <span className="tabular shrink-0 text-sm text-ink-soft" suppressHydrationWarning>
                    {t(`offer.${knownOffer(offer.status)}`)} · {formatTime(offer.createdAt, locale)}
                  </span>
                </li>
              ))}
            </ol>
          )}
        </Section>
        <Section title={t("items")}>
          <ul className="flex flex-col gap-2">
            {order.items.map((item) => (
              <li key={item.id} className="flex justify-between gap-3">
                <span>
                  <span className="font-semibold">{item.quantity}×</span> {item.name}
                  {item.options.length > 0 ? (
                    <span className="block text-sm text-ink-soft">
                      {item.options.map(({ name }) => name).join(" · ")}
                    </span>
                  ) : null}
                </span>
                <Price money={item.amount} exact />
              </li>
            ))}
          </ul>
          <dl className="mt-3 grid grid-cols-[1fr_auto] gap-y-1 border-t pt-3 [&_dd]:text-right">
            <dt className="font-semibold">{t("total")}</dt>
            <dd className="font-semibold">
              <Price money={order.total} exact />
            </dd>
            <dt className="text-ink-soft">{t("payment")}</dt>
            <dd>
              {order.payment.method.toUpperCase()} · {t(`money.${order.payment.status}`)}
            </dd>
            {order.payment.refunded.amount > 0 ? (
              <>
                <dt className="text-ink-soft">{t("refunded")}</dt>
                <dd>
                  <Price money={order.payment.refunded} exact />
                </dd>
              </>
            ) : null}
          </dl>
        </Section>
        <Section title={t("dropoff")}>
          <p>{order.dropoff.line1}</p>
          {order.dropoff.notes ? <p className="mt-1 text-ink-soft">{order.dropoff.notes}</p> : null}
          <p className="mt-3 text-ink-soft">
            {order.rider ? t("carriedBy", { name: order.rider.name }) : t("carriedByNobody")}
          </p>
        </Section>
      </div>
    </Page>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card className="p-5">
      <h2 className="display mb-3 text-xl">{title}</h2>
      {children}
    </Card>
  );
}

export const isOpen = (order: OpsOrder) => order.status !== "DELIVERED" && order.status !== "CANCELLED";

const OFFERS = ["PENDING", "ACCEPTED", "DECLINED", "EXPIRED", "REVOKED", "RELEASED"] as const;
const knownOffer = (status: string) => OFFERS.find((known) => known === status) ?? "EXPIRED";
