"use client";

import { useQuery } from "@tanstack/react-query";
import { addDays, localMoment } from "@tiffin/domain/opening-hours/local-time";
import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { traceIdOf } from "@tiffin/ui/app/api";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { serverNow } from "@tiffin/ui/lib/server-clock";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Price } from "@tiffin/ui/price";
import { Loading, Skeleton } from "@tiffin/ui/skeleton";
import { SpotArt } from "@tiffin/ui/spot-art";
import { useTranslations } from "next-intl";
import { useQueryState } from "nuqs";
import { useTRPC } from "../api/trpc.tsx";
import { TicketDetail } from "../board/ticket-detail.tsx";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { DayPicker } from "./day-picker.tsx";
import { dayTotals } from "./day-totals.ts";
import { PastRow } from "./past-row.tsx";

/** What the kitchen cooked on a day, and what was cancelled: to look up, and to know what the day came to. */
export function PastOrders() {
  const t = useTranslations("past");
  const trpc = useTRPC();
  const { kitchen } = useKitchen();
  const today = localMoment(new Date(serverNow()), kitchen.timeZone).date;
  const [asked, setDate] = useQueryState("date");
  const [openId, setOpenId] = useQueryState("ticket", { history: "push" });
  const date = asked !== null && /^20\d\d-\d\d-\d\d$/.test(asked) && asked <= today ? asked : today;
  const day = useQuery({
    ...trpc.tickets.list.queryOptions({ restaurantId: kitchen.id, status: "done", date }),
    // A day that is over may still have an order on the road, but not for long.
    refetchInterval: date >= addDays(today, -1) ? 30_000 : false,
  });
  const tickets = day.data?.items.toSorted((a, b) => Date.parse(b.placedAt) - Date.parse(a.placedAt));
  const opened = tickets?.find(({ id }) => id === openId);
  return (
    <Page width="medium">
      <PageTitle title={t("title")} lead={t("lead")} />
      <DayPicker date={date} today={today} onChange={(next) => void setDate(next === today ? null : next)} />
      {tickets ? (
        <DayOf tickets={tickets} onOpen={({ id }) => void setOpenId(id)} />
      ) : day.error ? (
        <ErrorState traceId={traceIdOf(day.error)} onRetry={() => void day.refetch()} retrying={day.isRefetching} />
      ) : (
        <DaySkeleton />
      )}
      {opened ? <TicketDetail key={opened.id} ticket={opened} onClose={() => void setOpenId(null)} /> : null}
    </Page>
  );
}

function DayOf({ tickets, onOpen }: { tickets: readonly Ticket[]; onOpen: (ticket: Ticket) => void }) {
  const t = useTranslations("past");
  if (tickets.length === 0) {
    return (
      <EmptyState art={<SpotArt kind="sleeping" />} title={t("emptyTitle")}>
        {t("emptyBody")}
      </EmptyState>
    );
  }
  const { cooked, cancelled, food } = dayTotals(tickets);
  return (
    <>
      <dl className="mb-4 grid grid-cols-3 divide-x rounded-xl bg-sunken py-3 text-center [&_dd]:display [&_dd]:tabular [&_dd]:text-2xl [&_dt]:text-sm [&_dt]:text-ink-soft">
        <div className="flex flex-col-reverse px-2">
          <dt>{t("cooked")}</dt>
          <dd>{cooked}</dd>
        </div>
        <div className="flex flex-col-reverse px-2">
          <dt>{t("cancelled")}</dt>
          <dd>{cancelled}</dd>
        </div>
        <div className="flex flex-col-reverse px-2">
          <dt>{t("food")}</dt>
          <dd>{food ? <Price money={food} /> : "–"}</dd>
        </div>
      </dl>
      <ul className="divide-y rounded-xl border-[length:var(--border-weight)] bg-surface">
        {tickets.map((ticket) => (
          <PastRow key={ticket.id} ticket={ticket} onOpen={onOpen} />
        ))}
      </ul>
    </>
  );
}

function DaySkeleton() {
  const t = useTranslations("past");
  return (
    <Loading label={t("loading")}>
      <Skeleton className="mb-4 h-20 w-full rounded-xl" />
      {[0, 1, 2, 3, 4].map((n) => (
        <Skeleton key={n} className="mb-2 h-18 w-full rounded-xl" />
      ))}
    </Loading>
  );
}
