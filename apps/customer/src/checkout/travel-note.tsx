"use client";

import type { Address, Quote } from "@tiffin/domain/wire/orders";
import { formatDistance } from "@tiffin/ui/lib/format";
import { formatMoney } from "@tiffin/ui/lib/money";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";

type Trip = { addressId: string; fee: number };

/** How far it is over the streets, and what another address has made of the delivery fee. */
export function TravelNote({ address, quote, fresh }: { address: Address; quote: Quote; fresh: boolean }) {
  const t = useTranslations("checkout");
  const locale = useLocale();
  const fee = quote.feeLines.find((line) => line.code === "delivery")?.amount.amount ?? 0;
  const [now, setNow] = useState<Trip>({ addressId: address.id, fee });
  const [before, setBefore] = useState<Trip | null>(null);
  // The answer for another address than the last one: that one is what it is compared with.
  if (fresh && now.addressId !== address.id) {
    setBefore(now);
    setNow({ addressId: address.id, fee });
  }
  const difference = before && fresh ? fee - before.fee : 0;
  return (
    <p role="status">
      {t("travel", {
        distance: formatDistance(quote.distanceMeters, locale),
        fee: formatMoney({ amount: fee, currency: quote.total.currency }, locale),
      })}
      {difference === 0 ? null : (
        <span className={difference > 0 ? "font-semibold text-tamarind-ink" : "font-semibold text-leaf-ink"}>
          {" · "}
          {t(difference > 0 ? "feeMore" : "feeLess", {
            amount: formatMoney({ amount: Math.abs(difference), currency: quote.total.currency }, locale),
          })}
        </span>
      )}
    </p>
  );
}
