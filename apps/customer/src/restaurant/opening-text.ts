"use client";

import type { Menu } from "@tiffin/domain/wire/restaurants";
import { useLocale, useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { formatComing } from "@tiffin/ui/lib/format";
import { regionOf } from "@tiffin/ui/lib/money";

const never = () => () => undefined;

/** When the kitchen opens, by its own clock; for a reader under another one, with the name of the kitchen's. */
export function useOpeningText({ nextOpensAt, timeZone }: Menu["restaurant"]): string | null {
  const t = useTranslations("restaurant");
  const locale = regionOf(useLocale());
  const elsewhere = useSyncExternalStore(
    never,
    () => offsetOf(Intl.DateTimeFormat().resolvedOptions().timeZone) !== offsetOf(timeZone),
    () => false,
  );
  if (!nextOpensAt) return null;
  const time = formatComing(nextOpensAt, locale, timeZone);
  return elsewhere ? t("kitchenTime", { time, zone: zoneName(timeZone, locale) }) : time;
}

const zoneName = (timeZone: string, locale: string, style: "short" | "longOffset" = "short"): string =>
  new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: style })
    .formatToParts(new Date())
    .find((part) => part.type === "timeZoneName")?.value ?? timeZone;

const offsetOf = (timeZone: string): string => zoneName(timeZone, "en", "longOffset");
