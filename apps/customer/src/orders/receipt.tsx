"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { formatDateTime } from "@tiffin/ui/lib/format";
import { Logo } from "@tiffin/ui/logo";
import { Price } from "@tiffin/ui/price";
import { VegMark } from "@tiffin/ui/veg-mark";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Bill } from "../checkout/bill.tsx";
import { ReceiptActions } from "./receipt-actions.tsx";

/** Every line as it was charged. On paper it stands alone on the page. */
export function Receipt({ order }: { order: Order }) {
  const t = useTranslations("order");
  const locale = useLocale();
  const { payment } = order;
  return (
    <section aria-labelledby="receipt" className="print-alone rounded-2xl border bg-surface p-5">
      <div className="mb-4 hidden items-center justify-between print:flex">
        <Logo />
        <span className="tabular">{t("number", { number: order.number })}</span>
      </div>
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="receipt" className="display text-xl">
          {t("receipt")}
        </h2>
        <time dateTime={order.placedAt} suppressHydrationWarning className="text-sm text-ink-faint">
          {formatDateTime(order.placedAt, locale)}
        </time>
      </div>
      <p className="mt-0.5 text-sm text-ink-soft">
        <Link
          href={`/restaurants/${order.restaurant.id}`}
          className="font-semibold text-leaf-ink underline-offset-4 hover:underline"
        >
          {order.restaurant.name}
        </Link>
        {" → "}
        {order.dropoff.line1}
      </p>
      <ul className="mt-4 flex flex-col gap-3">
        {order.items.map((item) => (
          <li key={item.id} className="flex items-start gap-3 text-sm">
            <VegMark isVeg={item.isVeg} className="mt-0.5" />
            <span className="min-w-0 flex-1">
              <span className="font-medium">
                <span className="tabular">{item.quantity} × </span>
                {item.name}
              </span>
              {item.options.length > 0 ? (
                <span className="block text-ink-faint">{item.options.map((option) => option.name).join(", ")}</span>
              ) : null}
              {item.note ? <span className="block text-ink-soft italic">“{item.note}”</span> : null}
            </span>
            <Price money={item.amount} exact />
          </li>
        ))}
      </ul>
      <div className="seam mt-4 pt-4">
        <Bill bill={order} />
      </div>
      <dl className="mt-3 text-sm text-ink-faint">
        <div className="flex justify-between gap-4">
          <dt>{t(`methods.${payment.method}`)}</dt>
          <dd>{t(`${payment.method === "cash" ? "cashStates" : "paymentStates"}.${payment.status}`)}</dd>
        </div>
        {payment.refunded.amount > 0 ? (
          <div className="mt-1 flex justify-between gap-4">
            <dt>{t("refunded")}</dt>
            <dd>
              −<Price money={payment.refunded} exact />
            </dd>
          </div>
        ) : null}
      </dl>
      <ReceiptActions order={order} />
    </section>
  );
}
