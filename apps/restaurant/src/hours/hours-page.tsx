"use client";

import { traceIdOf } from "@tiffin/ui/app/api";
import { ErrorState } from "@tiffin/ui/error-state";
import { Page, PageTitle } from "@tiffin/ui/page";
import { Loading, Skeleton } from "@tiffin/ui/skeleton";
import { toast } from "@tiffin/ui/toaster";
import { useTranslations } from "next-intl";
import { useKitchen } from "../kitchen/kitchen-context.tsx";
import { DaysOff } from "./days-off.tsx";
import { useHours } from "./use-hours.ts";
import { WeekEditor } from "./week-editor.tsx";

/** When the restaurant opens: its week, and the days on which it doesn't. */
export function Hours() {
  const { kitchen } = useKitchen();
  // Another restaurant's week starts afresh.
  return <HoursOf key={kitchen.id} restaurantId={kitchen.id} />;
}

function HoursOf({ restaurantId }: { restaurantId: string }) {
  const t = useTranslations("hours");
  const { hours, setWeek, closeOn, reopenOn } = useHours(restaurantId);
  if (hours.error && !hours.data) {
    return (
      <ErrorState traceId={traceIdOf(hours.error)} onRetry={() => void hours.refetch()} retrying={hours.isRefetching} />
    );
  }
  if (!hours.data) return <HoursSkeleton />;
  return (
    <Page width="medium">
      <PageTitle title={t("title")} lead={t("lead")} />
      <WeekEditor
        hours={hours.data.hours}
        saving={setWeek.isPending}
        onSave={async (week) => {
          await setWeek.mutateAsync({ restaurantId, hours: week });
          toast.success(t("saved"));
        }}
      />
      <DaysOff
        today={hours.data.today}
        closures={hours.data.closures}
        adding={closeOn.isPending}
        onAdd={async (date, reason) => {
          await closeOn.mutateAsync({ restaurantId, date, ...(reason === "" ? {} : { reason }) });
        }}
        removing={reopenOn.isPending ? reopenOn.variables.date : null}
        onRemove={(date) => reopenOn.mutate({ restaurantId, date })}
      />
    </Page>
  );
}

function HoursSkeleton() {
  const t = useTranslations("hours");
  return (
    <Loading label={t("loading")}>
      <Page width="medium">
        <Skeleton className="mb-6 h-9 w-56" />
        {[0, 1, 2, 3, 4, 5, 6].map((day) => (
          <Skeleton key={day} className="mb-3 h-20 w-full rounded-xl" />
        ))}
      </Page>
    </Loading>
  );
}
