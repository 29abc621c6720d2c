"use client";

import { formatTime, formatTimeRange } from "@tiffin/ui/lib/format";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { type Eta, etaNow } from "./live-position.ts";

/** An estimate that gets shorter by itself between two words of the server; null once nothing can be claimed. */
export function useEtaNow(eta: Eta | null): { low: number; high: number; at: number } | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 15_000);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [eta]);
  if (!eta) return null;
  const at = Math.max(now, eta.at);
  const left = etaNow(eta, at);
  return left && { ...left, at };
}

export function EtaRange({ eta }: { eta: { low: number; high: number; at: number } }) {
  const t = useTranslations("order");
  const locale = useLocale();
  const at = (minutes: number) => new Date(eta.at + minutes * 60_000);
  return (
    <p className="mt-4 flex flex-wrap items-baseline gap-x-2.5">
      <span className="display tabular text-4xl whitespace-nowrap text-leaf-ink">
        {t("etaRange", { low: eta.low, high: eta.high })}
      </span>
      <span className="text-ink-soft">
        {t("minutes")}
        <span suppressHydrationWarning>
          {" · "}
          {t("around", { range: formatTimeRange(at(eta.low), at(eta.high), locale) })}
        </span>
      </span>
    </p>
  );
}

/** Instead of a promise, while the server can't be asked: how old everything on this page is. */
export function LastHeard({ at }: { at: number }) {
  const t = useTranslations("order");
  const locale = useLocale();
  return (
    <p role="status" className="mt-4 rounded-xl bg-sunken px-4 py-3 text-sm font-medium text-ink-soft">
      {t("asOf", { time: formatTime(new Date(at), locale) })}
    </p>
  );
}
