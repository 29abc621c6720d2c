"use client";

import { cn } from "@tiffin/ui/lib/cn";
import { Price } from "@tiffin/ui/price";
import { Stepper } from "@tiffin/ui/stepper";
import { toast } from "@tiffin/ui/toaster";
import { VegMark } from "@tiffin/ui/veg-mark";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type CartLine, maxQuantity } from "./cart.ts";
import { dispatchCart, readCart } from "./cart-store.ts";

/** Takes dishes away, and gives them back when that was a slip. */
export function useRemoval() {
  const t = useTranslations("cart");
  return (title: string, remove: () => void) => {
    const before = readCart();
    remove();
    const { restaurant } = before;
    if (!restaurant) return;
    toast(title, {
      id: "cart-removal",
      action: {
        label: t("undo"),
        onClick: () => dispatchCart({ type: "fill", restaurant, lines: before.lines }),
      },
    });
  };
}

/** A dish with its choices and how many of it. */
export function CartLineRow({
  line,
  unitPrice = line.unitPrice,
  was,
  away,
  locked,
  children,
}: {
  line: CartLine;
  /** By today's menu, where that is known. */
  unitPrice?: CartLine["unitPrice"];
  /** What it cost when it was chosen, if that was another price. */
  was?: CartLine["unitPrice"] | null;
  /** Why it can't be ordered, where it can't: then it has no price. */
  away?: string | null;
  /** While an order is being placed nothing of it may change. */
  locked?: boolean;
  children?: ReactNode;
}) {
  const t = useTranslations("cart");
  const remove = useRemoval();
  const onQuantity = (quantity: number) => {
    if (locked) return;
    const change = () => dispatchCart({ type: "setQuantity", key: line.key, quantity });
    if (quantity > 0) return change();
    remove(t("removed", { name: line.name }), change);
  };
  return (
    <li className="py-3.5">
      <div className="flex items-start gap-3">
        <VegMark isVeg={line.isVeg} className="mt-1" />
        <div className="min-w-0 flex-1">
          <p className={cn("font-semibold leading-snug", away && "text-ink-soft line-through")}>{line.name}</p>
          {away ? <p className="text-sm font-semibold text-danger">{away}</p> : null}
          {line.optionNames.length > 0 ? <p className="text-sm text-ink-faint">{line.optionNames.join(", ")}</p> : null}
          {line.note ? <p className="text-sm text-ink-soft italic">“{line.note}”</p> : null}
        </div>
        <div className="flex shrink-0 flex-col items-end gap-1">
          <Stepper name={line.name} value={line.quantity} onChange={onQuantity} max={maxQuantity} size="sm" />
          <p className="pr-1 text-sm" hidden={Boolean(away)}>
            {was ? (
              <s className="mr-1.5 text-ink-faint">
                <span className="sr-only">{t("wasPrice")}</span>
                <Price money={{ ...was, amount: was.amount * line.quantity }} />
              </s>
            ) : null}
            <Price
              money={{ ...unitPrice, amount: unitPrice.amount * line.quantity }}
              className="font-semibold text-ink-soft"
            />
          </p>
        </div>
      </div>
      {children}
    </li>
  );
}
