"use client";

import { useLocale } from "next-intl";
import { cn } from "./lib/cn.ts";
import { type Money, formatMoney } from "./lib/money.ts";

export function Price({ money, exact, className }: { money: Money; exact?: boolean; className?: string | undefined }) {
  const locale = useLocale();
  return <span className={cn("tabular", className)}>{formatMoney(money, locale, { exact: exact ?? false })}</span>;
}
