"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { type Platform, platformOf } from "./way-out.ts";

const never = () => () => {};
const here = (): Platform =>
  platformOf({
    userAgent: navigator.userAgent,
    maxTouchPoints: navigator.maxTouchPoints,
    standalone: matchMedia("(display-mode: standalone)").matches,
  });

/** How to allow the location again, on this very phone: once refused, no page may ask by itself. */
export function WayOut({ className }: { className?: string }) {
  const t = useTranslations("gps.wayOut");
  const platform = useSyncExternalStore(never, here, () => "android" as const);
  return (
    <ol className={`flex list-decimal flex-col gap-1 pl-5 text-sm ${className ?? ""}`}>
      {([1, 2, 3] as const).map((step) => (
        <li key={step}>{t(`${platform}.${step}`)}</li>
      ))}
    </ol>
  );
}
