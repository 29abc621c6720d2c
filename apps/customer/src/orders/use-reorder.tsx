"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { ConfirmDialog } from "@tiffin/ui/confirm-dialog";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { wouldReplace } from "../cart/cart.ts";
import { dispatchCart, readCart } from "../cart/cart-store.ts";
import { linesOf, restaurantOf } from "../cart/from-order.ts";

/**
 * Puts an order's dishes into the cart again, which holds them against today's menu: what is sold out is named, choices
 * that are gone are asked for anew, prices are today's. Another kitchen's cart isn't given up unasked.
 */
export function useReorder(to: "/cart" | "/checkout" = "/cart"): {
  reorder: (order: Order) => void;
  question: ReactNode;
} {
  const t = useTranslations("orders");
  const router = useRouter();
  const [asking, setAsking] = useState<{ order: Order; old: string } | null>(null);
  const fill = (order: Order) => {
    dispatchCart({ type: "fill", restaurant: restaurantOf(order), lines: linesOf(order) });
    router.push(to);
  };
  return {
    reorder(order) {
      const cart = readCart();
      const occupied = cart.lines.length > 0 && (to === "/cart" || wouldReplace(cart, order.restaurant.id));
      if (occupied) return setAsking({ order, old: cart.restaurant?.name ?? "" });
      fill(order);
    },
    question: (
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={t("replaceTitle")}
        description={t("replaceBody", { old: asking?.old ?? "", next: asking?.order.restaurant.name ?? "" })}
        keep={t("replaceKeep")}
        confirm={t("replaceConfirm")}
        onConfirm={() => {
          if (asking) fill(asking.order);
          setAsking(null);
        }}
      />
    ),
  };
}
