"use client";

import { serverNow } from "@tiffin/ui/lib/server-clock";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";

const STEP_MS = 5_000;
const everyFewSeconds = (changed: () => void) => {
  const timer = setInterval(changed, STEP_MS);
  return () => clearInterval(timer);
};
const thisMoment = () => Math.floor(serverNow() / STEP_MS) * STEP_MS;

/** Seconds since a time, by the server's clock; never negative. */
export function useSecondsSince(time: string): number {
  const now = useSyncExternalStore(everyFewSeconds, thisMoment, thisMoment);
  return Math.max(0, Math.round((now - Date.parse(time)) / 1_000));
}

/** How long ago something was: "now", "4 min", "2 h 5 min", "3 d". */
export function Age({ since, className }: { since: string; className?: string | undefined }) {
  const t = useTranslations("ops.age");
  const minutes = Math.floor(useSecondsSince(since) / 60);
  const words =
    minutes < 1
      ? t("now")
      : minutes < 60
        ? t("minutes", { minutes })
        : minutes < 1_440
          ? t("hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
          : t("days", { days: Math.floor(minutes / 1_440) });
  return (
    <time dateTime={since} className={className} suppressHydrationWarning>
      {words}
    </time>
  );
}
