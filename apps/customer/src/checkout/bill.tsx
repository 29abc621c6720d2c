"use client";

import type { Quote } from "@tiffin/domain/wire/orders";
import { formatDistance } from "@tiffin/ui/lib/format";
import type { Money } from "@tiffin/ui/lib/money";
import { Price } from "@tiffin/ui/price";
import { Skeleton } from "@tiffin/ui/skeleton";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

type Billed = Pick<Quote, "subtotal" | "feeLines" | "taxLines" | "tip" | "total"> & { distanceMeters?: number };

/** What a line of a bill is called. A tax may be within the prices already, and says so. */
export function useLineName(): (line: { code: string; percent?: number; included?: boolean | undefined }) => string {
  const t = useTranslations("bill");
  return ({ code, percent, included }) => {
    const name = t.has(`lines.${code}` as never)
      ? t(`lines.${code}` as never, { percent: percent ?? 0 } as never)
      : `${code.replaceAll("_", " ").toLowerCase()}${percent ? ` ${percent}%` : ""}`;
    return included ? t("included", { name }) : name;
  };
}

/**
 * Every line as the server priced it; the same for a quote, an order and its receipt. While a new price is on its way
 * (`renewing`) only what is known for sure stands there: the dishes' own sum.
 */
export function Bill({ bill, renewing }: { bill: Billed; renewing?: { subtotal: Money } | null }) {
  const t = useTranslations("bill");
  const locale = useLocale();
  const name = useLineName();
  const amount = (money: Money) => (renewing ? <Skeleton className="h-4.5 w-16" /> : <Price money={money} exact />);
  return (
    <dl className="flex flex-col gap-2 text-sm" aria-busy={renewing ? true : undefined}>
      <Line label={t("subtotal")}>
        <Price money={renewing?.subtotal ?? bill.subtotal} exact />
      </Line>
      {bill.feeLines.map((line) => (
        <Line
          key={line.code}
          label={name(line)}
          {...(line.code === "delivery" && bill.distanceMeters !== undefined
            ? { detail: formatDistance(bill.distanceMeters, locale) }
            : {})}
        >
          {line.amount.amount === 0 ? <span className="font-medium text-veg">{t("free")}</span> : amount(line.amount)}
        </Line>
      ))}
      {bill.taxLines.map((line) => (
        <Line key={`${line.code}${line.percent}`} label={name(line)}>
          {amount(line.amount)}
        </Line>
      ))}
      {bill.tip.amount > 0 ? <Line label={t("tip")}>{amount(bill.tip)}</Line> : null}
      <div className="seam mt-1.5 flex items-baseline justify-between gap-4 pt-3.5">
        <dt className="display text-lg">{t("total")}</dt>
        <dd className="text-lg font-bold">
          {renewing ? <Skeleton className="h-6 w-20" /> : <Price money={bill.total} exact />}
        </dd>
      </div>
    </dl>
  );
}

const Line = ({ label, detail, children }: { label: string; detail?: string; children: ReactNode }) => (
  <div className="flex items-baseline justify-between gap-4">
    <dt className="text-ink-soft first-letter:uppercase">
      {label}
      {detail ? <span className="text-ink-faint"> · {detail}</span> : null}
    </dt>
    <dd>{children}</dd>
  </div>
);
