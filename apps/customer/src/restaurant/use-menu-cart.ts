"use client";

import type { Menu, MenuItem } from "@tiffin/domain/wire/restaurants";
import { useState } from "react";
import { type CartLine, countOf, wouldReplace } from "../cart/cart.ts";
import { useCart } from "../cart/cart-store.ts";
import type { Choice } from "./options-dialog.tsx";

type NewLine = Omit<CartLine, "key">;

const plainLine = (item: MenuItem): NewLine => ({
  menuItemId: item.id,
  name: item.name,
  isVeg: item.isVeg,
  imageKey: item.imageKey,
  optionIds: [],
  optionNames: [],
  note: "",
  unitPrice: item.price,
  quantity: 1,
});

/** The cart as this kitchen's menu sees it: what is in it, what goes in, and the question before another's is given up. */
export function useMenuCart(restaurant: Menu["restaurant"]) {
  const [cart, change] = useCart();
  const [replacing, setReplacing] = useState<NewLine | null>(null);
  const kitchen = {
    id: restaurant.id,
    name: restaurant.name,
    citySlug: restaurant.citySlug,
    imageKey: restaurant.imageKey,
    cuisines: restaurant.cuisines,
  };
  const put = (line: NewLine) => {
    if (wouldReplace(cart, restaurant.id)) return setReplacing(line);
    change({ type: "add", restaurant: kitchen, line });
  };
  return {
    countOf: (item: MenuItem) => (cart.restaurant?.id === restaurant.id ? countOf(cart, item.id) : 0),
    add: (item: MenuItem, choice?: Choice) => put({ ...plainLine(item), ...choice }),
    setCount(item: MenuItem, quantity: number) {
      const line = cart.lines.find((one) => one.menuItemId === item.id);
      if (!line) return;
      change({ type: "setQuantity", key: line.key, quantity: line.quantity + quantity - countOf(cart, item.id) });
    },
    /** The kitchen whose dishes would make way; null while there is nothing to ask. */
    wouldGiveUp: replacing ? (cart.restaurant?.name ?? "") : null,
    keep: () => setReplacing(null),
    replace() {
      if (replacing) change({ type: "add", restaurant: kitchen, line: replacing });
      setReplacing(null);
    },
  };
}
export type MenuCart = ReturnType<typeof useMenuCart>;
