"use client";

import { FilterChip } from "@tiffin/ui/chip";
import { exponentOf, formatMoney } from "@tiffin/ui/lib/money";
import { useLocale, useTranslations } from "next-intl";

/** Whole units of the currency; all of it goes to the rider. */
const tips = [0, 20, 30, 50] as const;

export function TipChoice({
  currency,
  value,
  onChange,
}: {
  currency: string;
  value: number;
  onChange: (minor: number) => void;
}) {
  const t = useTranslations("checkout");
  const locale = useLocale();
  const scale = 10 ** exponentOf(currency);
  return (
    <div role="group" aria-label={t("tip")} className="flex flex-wrap gap-2">
      {tips.map((units) => (
        <FilterChip
          key={units}
          pressed={value === units * scale}
          className="h-11 px-5"
          onClick={() => onChange(units * scale)}
        >
          {units === 0 ? t("noTip") : formatMoney({ amount: units * scale, currency }, locale)}
        </FilterChip>
      ))}
    </div>
  );
}
