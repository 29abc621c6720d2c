"use client";

import { serverNow } from "@tiffin/ui/lib/server-clock";
import { useSyncExternalStore } from "react";

const everySecond = (changed: () => void) => {
  const timer = setInterval(changed, 1_000);
  return () => clearInterval(timer);
};
const thisSecond = () => Math.floor(serverNow() / 1_000);

/** Seconds until `time` by the server's clock, negative when it is past. Ticks once a second. */
export function useSecondsUntil(time: string): number {
  const now = useSyncExternalStore(everySecond, thisSecond, thisSecond);
  return Math.round(Date.parse(time) / 1_000) - now;
}

/** Whether a time is over by the server's clock; false where there is none. Found out within a second. */
export function useIsOver(time: string | null | undefined): boolean {
  const look = () => (time ? Date.parse(time) <= serverNow() : false);
  return useSyncExternalStore(everySecond, look, () => false);
}

/** Whole minutes between now and then, as a cook counts: at least 1 until it is due, then minutes late. */
export function minutesOf(seconds: number): { late: boolean; minutes: number } {
  return seconds >= 0
    ? { late: false, minutes: Math.max(1, Math.ceil(seconds / 60)) }
    : { late: true, minutes: Math.max(1, Math.floor(-seconds / 60)) };
}
