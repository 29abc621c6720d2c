"use client";

import { FilterChip } from "@tiffin/ui/chip";
import { exponentOf, formatMoney } from "@tiffin/ui/lib/money";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";

/** Whole units of the currency; all of it goes to the rider. */
const tips = [0, 20, 30, 50] as const;
/** What the cities allow at most, in whole units. */
const mostUnits = 500;

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
  const [typing, setTyping] = useState(!tips.some((units) => units * scale === value));
  const units = value / scale;
  return (
    <div role="group" aria-label={t("tip")} className="flex flex-wrap items-center gap-2">
      {tips.map((choice) => (
        <FilterChip
          key={choice}
          pressed={!typing && value === choice * scale}
          className="h-11 px-5"
          onClick={() => {
            setTyping(false);
            onChange(choice * scale);
          }}
        >
          {choice === 0 ? t("noTip") : formatMoney({ amount: choice * scale, currency }, locale)}
        </FilterChip>
      ))}
      <FilterChip pressed={typing} className="h-11 px-5" onClick={() => setTyping(true)}>
        {t("otherTip")}
      </FilterChip>
      {typing ? (
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the press that opened it asked for it
          autoFocus
          inputMode="numeric"
          aria-label={t("tipAmount", { currency, most: mostUnits })}
          placeholder={formatMoney({ amount: 0, currency }, locale)}
          value={units === 0 ? "" : String(units)}
          onChange={(event) => {
            const typed = Number(event.target.value.replaceAll(/\D/g, ""));
            onChange(Math.min(typed, mostUnits) * scale);
          }}
          className="tabular h-11 w-24 rounded-full border border-line-strong/55 bg-surface px-4 text-center text-sm font-semibold"
        />
      ) : null}
    </div>
  );
}
