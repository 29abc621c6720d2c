"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { formatMoney } from "@tiffin/ui/lib/money";
import { CircleCheck, Undo2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { moneyBackOf } from "./payment-step.ts";

/** Where the money is: let go of, on its way back with how long that takes, or never taken. */
export function MoneyBack({ order }: { order: Order }) {
  const t = useTranslations("order.moneyBack");
  const locale = useLocale();
  const back = moneyBackOf(order);
  if (!back) return null;
  const { payment } = order;
  const amount = back.kind === "returned" && payment.refunded.amount > 0 ? payment.refunded : payment.amount;
  const method = payment.method === "upi" ? "upi" : payment.method === "cash" ? "cash" : "card";
  const values = {
    amount: formatMoney(amount, locale, { exact: true }),
    total: formatMoney(payment.amount, locale, { exact: true }),
  };
  const moving = back.kind === "releasing" || back.kind === "returning";
  const Icon = moving || back.kind === "returned" ? Undo2 : CircleCheck;
  const text =
    back.kind === "nothing"
      ? t("nothing")
      : back.kind === "returned" && back.part
        ? t(`part.${method}`, values)
        : t(`${back.kind}.${method}`, values);
  return (
    <p
      role="status"
      data-money-back={back.kind}
      className="flex items-start gap-3 rounded-2xl bg-sky-tint px-5 py-4 text-sm text-ink"
    >
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-sky" />
      <span>
        <span className="block font-semibold">{text}</span>
        {back.kind === "nothing" ? null : <span className="text-ink-soft">{t(`hint.${back.kind}`)}</span>}
      </span>
    </p>
  );
}
