"use client";

import { useLocale } from "next-intl";
import { useMemo, useSyncExternalStore } from "react";
import { formatComing, formatDateTime, formatTime, formatTimeRange } from "./format.ts";

const never = () => () => undefined;

/**
 * Times by a place's own clock, whatever the reader's device goes by. Under another clock the zone's short name stands
 * behind each of them; under the same one, whatever its zone is called, it would only be in the way.
 */
export function useTimes(timeZone: string) {
  const locale = useLocale();
  // The server does not know the reader's clock.
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return useMemo(() => {
    const named = inBrowser && offsetOf(Intl.DateTimeFormat().resolvedOptions().timeZone) !== offsetOf(timeZone);
    const clock = { timeZone, named };
    return {
      time: (at: string | Date) => formatTime(at, locale, clock),
      range: (from: string | Date, to: string | Date) => formatTimeRange(new Date(from), new Date(to), locale, clock),
      dateTime: (at: string | Date) => formatDateTime(at, locale, clock),
      coming: (at: string, now?: Date) => formatComing(at, locale, clock, now),
    };
  }, [locale, timeZone, inBrowser]);
}

function offsetOf(timeZone: string): string | undefined {
  return new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(new Date())
    .find((part) => part.type === "timeZoneName")?.value;
}
