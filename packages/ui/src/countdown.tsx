"use client";

import { useEffect, useState } from "react";
import { cn } from "./lib/cn.ts";
import { formatClock } from "./lib/format.ts";
import { serverNow } from "./lib/server-clock.ts";

/** Seconds left until `until` by the server's clock, ticking; never below zero. */
export function useSecondsLeft(until: string | Date): number {
  const end = new Date(until).getTime();
  const [left, setLeft] = useState(() => Math.max(0, (end - serverNow()) / 1000));
  useEffect(() => {
    const tick = () => setLeft(Math.max(0, (end - serverNow()) / 1000));
    tick();
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [end]);
  return left;
}

/** A ring that empties around the seconds that are left; turns hot in the last third. Screen readers hear it once, not each second. */
export function CountdownRing({
  until,
  totalSeconds,
  label,
  size = 72,
  onEnd,
}: {
  until: string | Date;
  totalSeconds: number;
  label: string;
  size?: number;
  onEnd?: () => void;
}) {
  const left = useSecondsLeft(until);
  const share = Math.min(1, left / totalSeconds);
  const over = left <= 0;
  useEffect(() => {
    if (over) onEnd?.();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- told once, whatever the callback's identity
  }, [over]);
  const radius = 44;
  const round = 2 * Math.PI * radius;
  return (
    <span
      role="timer"
      aria-label={label}
      className={cn("relative inline-flex items-center justify-center", share < 0.34 ? "text-tamarind" : "text-leaf")}
      style={{ width: size, height: size }}
    >
      <svg viewBox="0 0 100 100" aria-hidden className="absolute inset-0 -rotate-90">
        {/* A shade of what is left on it: lines are nearly as dark as the arc in the sunlight theme. */}
        <circle cx="50" cy="50" r={radius} fill="none" stroke="currentColor" strokeWidth="9" opacity="0.18" />
        <circle
          cx="50"
          cy="50"
          r={radius}
          fill="none"
          stroke="currentColor"
          strokeWidth="9"
          strokeLinecap="round"
          strokeDasharray={round}
          strokeDashoffset={round * (1 - share)}
        />
      </svg>
      <span className="display tabular text-ink" style={{ fontSize: size * 0.34 }}>
        {Math.ceil(left)}
      </span>
    </span>
  );
}

/** "4:09", in words' place. */
export function Countdown({ until, className }: { until: string | Date; className?: string | undefined }) {
  const left = useSecondsLeft(until);
  return (
    <time role="timer" dateTime={`PT${Math.ceil(left)}S`} suppressHydrationWarning className={cn("tabular", className)}>
      {formatClock(left)}
    </time>
  );
}
