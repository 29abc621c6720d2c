"use client";

import type { LiveRiders } from "@tiffin/domain/wire/ops";
import { traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { FilterChip } from "@tiffin/ui/chip";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { useTimes } from "@tiffin/ui/lib/use-times";
import { Page, PageTitle } from "@tiffin/ui/page";
import { SpotArt } from "@tiffin/ui/spot-art";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { vehicleOf } from "./actions/assign-dialog.tsx";
import { OffShiftDialog } from "./actions/off-shift-dialog.tsx";
import { Age } from "./age.tsx";
import { RiderSign } from "./legend.tsx";
import { useOpsCity } from "./ops-city.tsx";
import { OpsSkeleton } from "./ops-skeleton.tsx";
import { Phone } from "./phone.tsx";
import { RIDER_STATES, riderState, type RiderState } from "./rider-state.ts";
import { SearchField } from "./search-field.tsx";
import { useCityNow } from "./use-city-now.ts";

type Rider = LiveRiders["items"][number];

/** Who is on shift, what they carry, and when they were last heard of. */
export function OpsRiders() {
  const t = useTranslations("ops");
  const { now } = useCityNow();
  const { city } = useOpsCity();
  const [state, setState] = useState<RiderState | null>(null);
  const [q, setQ] = useState("");
  const [ending, setEnding] = useState<Rider | null>(null);
  if (!now.data) {
    return now.error ? (
      <ErrorState traceId={traceIdOf(now.error)} onRetry={() => void now.refetch()} retrying={now.isRefetching} />
    ) : (
      <OpsSkeleton />
    );
  }
  const all = now.data.riders;
  const named = all.filter(({ name, phone }) => `${name} ${phone}`.toLowerCase().includes(q.toLowerCase()));
  const shown = named.filter((rider) => state === null || riderState(rider) === state);
  return (
    <Page className="max-w-none">
      <PageTitle title={t("nav.riders")} lead={t("ridersLead", { city: city.name, count: all.length })} />
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <SearchField label={t("searchRiders")} value={q} onChange={setQ} className="w-full sm:w-80" />
        {RIDER_STATES.map((each) => (
          <FilterChip
            key={each}
            pressed={state === each}
            count={named.filter((rider) => riderState(rider) === each).length}
            onClick={() => setState(state === each ? null : each)}
          >
            {t(`rider.${each}`)}
          </FilterChip>
        ))}
      </div>
      {shown.length === 0 ? (
        <EmptyState art={<SpotArt kind={all.length === 0 ? "sleeping" : "no-match"} />} title={t("noRidersTitle")}>
          {t(all.length === 0 ? "noRidersBody" : "noneBody")}
        </EmptyState>
      ) : (
        <div className="overflow-x-auto rounded-xl border-[length:var(--border-weight)] bg-surface">
          <table className="w-full text-left text-sm">
            <caption className="sr-only">{t("nav.riders")}</caption>
            <thead className="border-b bg-sunken max-md:sr-only text-xs text-ink-soft [&_th]:px-4 [&_th]:py-3 [&_th]:font-semibold">
              <tr>
                <th scope="col">{t("column.rider")}</th>
                <th scope="col">{t("column.state")}</th>
                <th scope="col">{t("column.lastSeen")}</th>
                <th scope="col">{t("column.carries")}</th>
                <th scope="col" className="max-lg:hidden">
                  {t("column.since")}
                </th>
                <th scope="col">{t("column.phone")}</th>
                <th scope="col">
                  <span className="sr-only">{t("column.actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody className="divide-y">
              {shown.map((rider) => (
                <RiderRow key={rider.id} rider={rider} onEnd={() => setEnding(rider)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {ending ? <OffShiftDialog rider={ending} onClose={() => setEnding(null)} /> : null}
    </Page>
  );
}

function RiderRow({ rider, onEnd }: { rider: Rider; onEnd: () => void }) {
  const t = useTranslations("ops");
  const { time } = useTimes(useOpsCity().city.timeZone);
  const state = riderState(rider);
  return (
    <tr className="max-md:grid max-md:grid-cols-[1fr_auto] max-md:items-center max-md:gap-x-3 max-md:px-4 max-md:py-3 md:[&_td]:px-4 md:[&_td]:py-1.5">
      <td>
        <span className="block font-semibold">{rider.name}</span>
        <span className="block text-xs text-ink-soft">{t(`vehicle.${vehicleOf(rider.vehicle)}`)}</span>
      </td>
      <td>
        <span className="flex items-center gap-2 whitespace-nowrap max-md:justify-end">
          <RiderSign state={state} />
          {t(`rider.${state}`)}
        </span>
      </td>
      <td className="tabular whitespace-nowrap max-md:col-span-2 max-md:text-ink-soft">
        <span className="md:hidden">{t("column.lastSeen")}: </span>
        {rider.recordedAt ? <Age since={rider.recordedAt} /> : <span className="text-ink-faint">{t("never")}</span>}
      </td>
      <td className="max-md:col-span-2">
        <span className="text-ink-soft md:hidden">{t("column.carries")}: </span>
        {rider.orderIds.length === 0 ? (
          <span className="text-ink-faint">{t("nothing")}</span>
        ) : (
          rider.orderIds.map((id, index) => (
            <Link
              key={id}
              href={`/ops/orders/${id}`}
              className="tabular mr-3 inline-flex min-h-11 items-center font-semibold text-leaf-ink underline-offset-4 hover:underline"
            >
              {rider.orderNumbers[index]}
            </Link>
          ))
        )}
      </td>
      <td className="tabular whitespace-nowrap max-lg:hidden" suppressHydrationWarning>
        {rider.onlineSince ? time(rider.onlineSince) : ""}
      </td>
      <td className="whitespace-nowrap">
        <Phone number={rider.phone} />
      </td>
      <td className="text-right">
        <Button tone="danger-quiet" size="sm" aria-label={t("offShiftOf", { name: rider.name })} onClick={onEnd}>
          {t("offShift")}
        </Button>
      </td>
    </tr>
  );
}
