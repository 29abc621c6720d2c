"use client";

import { Star } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { regionOf } from "./lib/money.ts";
import { cn } from "./lib/cn.ts";

/** "★ 4.3 (1.2K)". A kitchen that nobody has rated yet says "New" and shows no zero. */
export function Rating({
  value,
  count,
  className,
}: {
  value: number | null;
  count?: number;
  className?: string | undefined;
}) {
  const t = useTranslations("ui");
  const locale = regionOf(useLocale());
  if (value === null || value === 0 || count === 0) {
    return <span className={cn("text-sm font-semibold text-leaf-ink", className)}>{t("newRestaurant")}</span>;
  }
  const compact = count === undefined ? null : new Intl.NumberFormat(locale, { notation: "compact" }).format(count);
  return (
    <span className={cn("inline-flex items-center gap-1 text-sm", className)}>
      <span className="sr-only">{t("ratingOf", { value: value.toFixed(1), count: count ?? 0 })}</span>
      <span aria-hidden className="tabular inline-flex items-center gap-1">
        <Star className="size-3.5 fill-turmeric text-turmeric" />
        <span className="font-semibold">{value.toFixed(1)}</span>
        {compact === null ? null : <span className="text-ink-faint">({compact})</span>}
      </span>
    </span>
  );
}
