"use client";

import type { Quote } from "@tiffin/domain/wire/orders";
import type { Menu } from "@tiffin/domain/wire/restaurants";
import { Skeleton } from "@tiffin/ui/skeleton";
import { Clock } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { CartLineRow } from "../cart/cart-line.tsx";
import { type Cart, itemsTotal } from "../cart/cart.ts";
import type { CartCheck } from "../cart/check-cart.ts";
import { useOpeningText } from "../restaurant/opening-text.ts";
import { Bill } from "./bill.tsx";
import { FailedCall, type Handlers, Refusal } from "./refusal.tsx";
import { SmallOrderHint } from "./small-order-hint.tsx";

/** The dishes and the bill, priced anew with each change; and, where it can't be had, why not and what to do. */
export function OrderSummary({
  cart,
  restaurantId,
  check,
  menu,
  locked,
  bill,
  renewing,
  pending,
  failed,
  handlers,
}: {
  cart: Cart;
  restaurantId: string;
  check: CartCheck | null;
  menu: Menu | null;
  locked: boolean;
  bill: Quote | null;
  /** The bill is the one before the last change. */
  renewing: boolean;
  pending: boolean;
  failed: unknown;
  handlers: Handlers;
}) {
  const t = useTranslations("checkout");
  const subtotal = itemsTotal(cart);
  const names = check?.flagged.map((line) => line.name) ?? [];
  return (
    <>
      <div className="flex items-baseline justify-between">
        <h2 className="display text-xl">{t("yourOrder")}</h2>
        <Link
          href="/cart"
          className="-my-2 inline-flex min-h-11 items-center text-sm font-semibold text-leaf-ink underline-offset-4 hover:underline"
        >
          {t("edit")}
        </Link>
      </div>
      <ul className="divide-y divide-dashed">
        {cart.lines.map((line) => {
          const unitPrice = check?.prices.get(line.key);
          return <CartLineRow key={line.key} line={line} locked={locked} {...(unitPrice ? { unitPrice } : {})} />;
        })}
      </ul>
      {bill ? (
        <div className="seam mt-2 pt-4">
          <Bill bill={bill} renewing={renewing && subtotal ? { subtotal } : null} />
        </div>
      ) : pending ? (
        <div className="seam mt-2 flex flex-col gap-3 pt-4">
          {[0, 1, 2, 3].map((row) => (
            <Skeleton key={row} className="h-4.5" />
          ))}
        </div>
      ) : null}
      {bill?.deliverable ? (
        <>
          <p className="mt-4 flex items-center gap-2 rounded-lg bg-leaf-tint px-3 py-2.5 text-sm font-semibold text-leaf-ink">
            <Clock aria-hidden className="size-4.5" />
            {t("eta", { low: bill.etaMinutes.low, high: bill.etaMinutes.high })}
          </p>
          <SmallOrderHint quote={bill} restaurantId={restaurantId} className="mt-3 rounded-xl px-4 py-3" />
        </>
      ) : null}
      {bill && !bill.deliverable ? (
        <div className="mt-4">
          <Undeliverable code={bill.reason?.code ?? "UNKNOWN"} names={names} menu={menu} handlers={handlers} />
        </div>
      ) : null}
      {failed ? (
        <div className="mt-4">
          <FailedCall error={failed} handlers={handlers} />
        </div>
      ) : null}
    </>
  );
}

function Undeliverable({
  code,
  names,
  menu,
  handlers,
}: {
  code: string;
  names: readonly string[];
  menu: Menu | null;
  handlers: Handlers;
}) {
  if (!menu) return <Refusal code={code} names={names} handlers={handlers} />;
  return <WithOpening code={code} names={names} menu={menu} handlers={handlers} />;
}

function WithOpening({ menu, ...rest }: { code: string; names: readonly string[]; menu: Menu; handlers: Handlers }) {
  return <Refusal {...rest} opens={useOpeningText(menu.restaurant)} />;
}
