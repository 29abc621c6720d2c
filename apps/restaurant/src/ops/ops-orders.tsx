"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ORDER_STATUSES } from "@tiffin/domain/order/status";
import { OPS_VIEWS, type OpsOrder } from "@tiffin/domain/wire/ops";
import { traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { FilterChip } from "@tiffin/ui/chip";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Price } from "@tiffin/ui/price";
import { Select } from "@tiffin/ui/select";
import { SpotArt } from "@tiffin/ui/spot-art";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useTRPC } from "../api/trpc.tsx";
import { Age } from "./age.tsx";
import { useOpsCity } from "./ops-city.tsx";
import { OpsSkeleton } from "./ops-skeleton.tsx";
import { ReasonLine, StatusBadge } from "./order-words.tsx";
import { SearchField } from "./search-field.tsx";
import { useListKeys } from "./use-list-keys.ts";
import { useOrderNews } from "./use-order-news.ts";

const POLL_MS = 15_000;
const SORTS = ["newest", "oldest"] as const;
const ANY = "any";

/** Every order of the city: narrowed, searched, page by page. */
export function OpsOrders() {
  const t = useTranslations("ops");
  const trpc = useTRPC();
  const { city } = useOpsCity();
  const list = useListKeys<HTMLTableSectionElement>();
  const [filter, setFilter] = useQueryStates({
    view: parseAsStringLiteral(OPS_VIEWS).withDefault("all"),
    status: parseAsStringLiteral(ORDER_STATUSES),
    sort: parseAsStringLiteral(SORTS).withDefault("newest"),
    q: parseAsString.withDefault(""),
  });
  const { view, status, sort, q } = filter;
  const orders = useInfiniteQuery(
    trpc.ops.orders.list.infiniteQueryOptions(
      { view, city: city.slug, sort, limit: 40, ...(status ? { status } : {}), ...(q ? { q: q.slice(0, 80) } : {}) },
      {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        refetchInterval: POLL_MS,
        placeholderData: (before) => before,
      },
    ),
  );
  useOrderNews(() => void orders.refetch());
  const items = orders.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page className="max-w-none">
      <PageTitle title={t("nav.orders")} />
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <SearchField
          label={t("searchOrders")}
          value={q}
          onChange={(next) => void setFilter({ q: next || null })}
          className="w-full sm:w-80"
        />
        {OPS_VIEWS.map((each) => (
          <FilterChip key={each} pressed={view === each} onClick={() => void setFilter({ view: each })}>
            {t(`view.${each}`)}
          </FilterChip>
        ))}
        <Select
          label={t("statusFilter")}
          look="pill"
          value={status ?? ANY}
          onChange={(next) => void setFilter({ status: ORDER_STATUSES.find((one) => one === next) ?? null })}
          options={[
            { value: ANY, label: t("anyStatus") },
            ...ORDER_STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
          ]}
        />
        <Select
          label={t("sort")}
          look="pill"
          value={sort}
          onChange={(next) => void setFilter({ sort: next })}
          options={SORTS.map((value) => ({ value, label: t(`sorted.${value}`) }))}
        />
      </div>
      {orders.error && !orders.data ? (
        <ErrorState
          traceId={traceIdOf(orders.error)}
          onRetry={() => void orders.refetch()}
          retrying={orders.isRefetching}
        />
      ) : !orders.data ? (
        <OpsSkeleton />
      ) : items.length === 0 ? (
        <EmptyState
          art={<SpotArt kind="no-match" />}
          title={t("noneTitle")}
          action={
            <Button tone="outline" onClick={() => void setFilter({ q: null, status: null, view: "all" })}>
              {t("clearFilters")}
            </Button>
          }
        >
          {t("noneBody")}
        </EmptyState>
      ) : (
        <>
          <div className="overflow-x-auto rounded-xl border-[length:var(--border-weight)] bg-surface">
            <table className="w-full text-left text-sm">
              <caption className="sr-only">{t("nav.orders")}</caption>
              <thead className="border-b bg-sunken max-md:sr-only text-xs text-ink-soft [&_th]:px-4 [&_th]:py-3 [&_th]:font-semibold">
                <tr>
                  <th scope="col">{t("column.order")}</th>
                  <th scope="col">{t("column.status")}</th>
                  <th scope="col">{t("column.who")}</th>
                  <th scope="col" className="max-lg:hidden">
                    {t("column.rider")}
                  </th>
                  <th scope="col" className="text-right">
                    {t("column.total")}
                  </th>
                  <th scope="col" className="text-right">
                    {t("column.age")}
                  </th>
                </tr>
              </thead>
              <tbody ref={list} className="divide-y">
                {items.map((order) => (
                  <OrderRow key={order.id} order={order} />
                ))}
              </tbody>
            </table>
          </div>
          {orders.hasNextPage ? (
            <div className="mt-6 flex justify-center">
              <Button tone="outline" busy={orders.isFetchingNextPage} onClick={() => void orders.fetchNextPage()}>
                {t("more")}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Page>
  );
}

function OrderRow({ order }: { order: OpsOrder }) {
  const t = useTranslations("ops");
  return (
    <tr className="relative transition focus-within:bg-sunken hover:bg-sunken max-md:grid max-md:grid-cols-[1fr_auto] max-md:gap-x-3 max-md:gap-y-1.5 max-md:px-4 max-md:py-3 md:[&_td]:px-4 md:[&_td]:py-3">
      <td className="whitespace-nowrap max-md:order-1">
        {/* The whole row is the link's. */}
        <Link href={`/ops/orders/${order.id}`} className="display tabular text-base after:absolute after:inset-0">
          {order.number}
        </Link>
      </td>
      <td className="max-md:order-3 max-md:col-span-2">
        <StatusBadge status={order.status} />
        <ReasonLine order={order} className="mt-1" />
      </td>
      <td className="max-md:order-4">
        <span className="block font-semibold">{order.restaurant.name}</span>
        <span className="block text-ink-soft">{order.customerName}</span>
      </td>
      <td className="max-lg:hidden">{order.rider?.name ?? <span className="text-ink-faint">{t("nobody")}</span>}</td>
      <td className="text-right max-md:order-5 max-md:self-end">
        <Price money={order.total} exact />
      </td>
      <td className="tabular text-right whitespace-nowrap max-md:order-2">
        <Age since={order.placedAt} />
      </td>
    </tr>
  );
}
