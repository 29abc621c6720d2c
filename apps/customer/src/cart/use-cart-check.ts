"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { useCart } from "./cart-store.ts";
import { checkCart } from "./check-cart.ts";

/** The cart's kitchen and dishes as they are now; null until the menu is known, which holds nobody up. */
export function useCartCheck() {
  const trpc = useTRPC();
  const [cart] = useCart();
  const menu = useQuery(
    trpc.restaurants.menu.queryOptions(
      { id: cart.restaurant?.id ?? "" },
      { enabled: cart.restaurant !== null, staleTime: 20_000, refetchInterval: 60_000 },
    ),
  );
  const known = cart.restaurant ? menu.data : undefined;
  const check = useMemo(() => (known ? checkCart(cart, known) : null), [cart, known]);
  return { check, menu: known ?? null };
}
