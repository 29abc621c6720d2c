"use client";

import type { Quote } from "@tiffin/domain/wire/orders";
import { Price } from "@tiffin/ui/price";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

type Billed = Pick<Quote, "subtotal" | "feeLines" | "taxLines" | "tip" | "total">;

/** Every line as the server priced it; the same for a quote, an order and its receipt. */
export function Bill({ bill }: { bill: Billed }) {
  const t = useTranslations("bill");
  const name = (code: string, percent?: number) =>
    t.has(`lines.${code}` as never)
      ? t(`lines.${code}` as never, { percent: percent ?? 0 } as never)
      : `${code.replaceAll("_", " ").toLowerCase()}${percent ? ` ${percent}%` : ""}`;
  return (
    <dl className="flex flex-col gap-2 text-sm">
      <Line label={t("subtotal")}>
        <Price money={bill.subtotal} exact />
      </Line>
      {bill.feeLines.map((line) => (
        <Line key={line.code} label={name(line.code)}>
          {line.amount.amount === 0 ? (
            <span className="font-medium text-veg">{t("free")}</span>
          ) : (
            <Price money={line.amount} exact />
          )}
        </Line>
      ))}
      {bill.taxLines.map((line) => (
        <Line key={`${line.code}${line.percent}`} label={name(line.code, line.percent)}>
          <Price money={line.amount} exact />
        </Line>
      ))}
      {bill.tip.amount > 0 ? (
        <Line label={t("tip")}>
          <Price money={bill.tip} exact />
        </Line>
      ) : null}
      <div className="seam mt-1.5 flex items-baseline justify-between gap-4 pt-3.5">
        <dt className="display text-lg">{t("total")}</dt>
        <dd className="text-lg font-bold">
          <Price money={bill.total} exact />
        </dd>
      </div>
    </dl>
  );
}

const Line = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex items-baseline justify-between gap-4">
    <dt className="text-ink-soft first-letter:uppercase">{label}</dt>
    <dd>{children}</dd>
  </div>
);
