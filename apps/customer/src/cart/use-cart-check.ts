"use client";

import { useMemo } from "react";
import { useMenu } from "../restaurant/use-menu.ts";
import { useCart } from "./cart-store.ts";
import { checkCart } from "./check-cart.ts";

/** The cart's kitchen and dishes as they are now; null until the menu is known, which holds nobody up. */
export function useCartCheck() {
  const [cart] = useCart();
  const menu = useMenu(cart.restaurant?.id);
  const known = cart.restaurant ? menu.data : undefined;
  const check = useMemo(() => (known ? checkCart(cart, known) : null), [cart, known]);
  return { check, menu: known ?? null };
}
