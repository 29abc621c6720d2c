"use client";

import type { Quote } from "@tiffin/domain/wire/orders";
import { formatMoney } from "@tiffin/ui/lib/money";
import { cn } from "@tiffin/ui/lib/cn";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";

/** "₹40 more and the small-order fee goes": what is missing, and how far one has come. */
export function SmallOrderHint({
  quote,
  restaurantId,
  className,
}: {
  quote: Quote | undefined;
  restaurantId: string;
  className?: string;
}) {
  const t = useTranslations("cart");
  const locale = useLocale();
  const small = quote?.smallOrder;
  if (!quote || !small) return null;
  const { missing, fee } = small;
  const share = quote.subtotal.amount / (quote.subtotal.amount + missing.amount);
  return (
    <div className={cn("rounded-2xl bg-leaf-tint px-5 py-4", className)}>
      <p className="text-sm font-semibold text-leaf-ink">
        {t("smallOrder", { missing: formatMoney(missing, locale), fee: formatMoney(fee, locale) })}
      </p>
      <div aria-hidden className="mt-2.5 h-1.5 overflow-hidden rounded-full bg-leaf/15">
        <div
          className="h-full rounded-full bg-leaf transition-[width] duration-500"
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <Link
        href={`/restaurants/${restaurantId}`}
        className="-mb-2 inline-flex min-h-11 items-center text-sm font-semibold text-leaf-ink underline underline-offset-4"
      >
        {t("addMore")}
      </Link>
    </div>
  );
}
