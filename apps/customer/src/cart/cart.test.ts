import { describe, expect, it } from "vitest";
import {
  type Cart,
  type CartLine,
  type CartRestaurant,
  countItems,
  countOf,
  emptyCart,
  itemsTotal,
  orderItems,
  reduceCart,
  wouldReplace,
} from "./cart.ts";

const kitchen = (id: string): CartRestaurant => ({ id, name: id, citySlug: "demo", imageKey: null, cuisines: [] });
const dish = (
  menuItemId: string,
  over: Partial<Pick<CartLine, "optionIds" | "note"> & { quantity: number; rupees: number }> = {},
) => ({
  menuItemId,
  name: menuItemId,
  isVeg: true,
  imageKey: null,
  optionIds: over.optionIds ?? [],
  optionNames: [],
  note: over.note ?? "",
  unitPrice: { amount: (over.rupees ?? 100) * 100, currency: "INR" },
  quantity: over.quantity ?? 1,
});
const add = (cart: Cart, line: ReturnType<typeof dish>, restaurant = kitchen("a")) =>
  reduceCart(cart, { type: "add", restaurant, line });

describe("the cart", () => {
  it("counts the same dish up on one line, whatever the order of its options", () => {
    let cart = add(emptyCart, dish("dosa", { optionIds: ["ghee", "onion"] }));
    cart = add(cart, dish("dosa", { optionIds: ["onion", "ghee"] }));
    expect(cart.lines).toHaveLength(1);
    expect(countItems(cart)).toBe(2);
  });

  it("keeps other options and other notes on lines of their own", () => {
    let cart = add(emptyCart, dish("dosa"));
    cart = add(cart, dish("dosa", { optionIds: ["ghee"] }));
    cart = add(cart, dish("dosa", { note: "no onion" }));
    expect(cart.lines).toHaveLength(3);
    expect(countOf(cart, "dosa")).toBe(3);
  });

  it("holds one kitchen at a time, and says before it would replace another's dishes", () => {
    const cart = add(emptyCart, dish("dosa"));
    expect(wouldReplace(cart, "b")).toBe(true);
    expect(wouldReplace(cart, "a")).toBe(false);
    expect(wouldReplace(emptyCart, "b")).toBe(false);
    const next = add(cart, dish("momo"), kitchen("b"));
    expect(next.restaurant?.id).toBe("b");
    expect(next.lines.map((line) => line.menuItemId)).toEqual(["momo"]);
  });

  it("forgets the kitchen with its last dish", () => {
    const cart = add(emptyCart, dish("dosa"));
    expect(reduceCart(cart, { type: "setQuantity", key: cart.lines[0]!.key, quantity: 0 })).toEqual(emptyCart);
  });

  it("never asks for more of a dish than the API takes", () => {
    const cart = add(add(emptyCart, dish("dosa", { quantity: 40 })), dish("dosa", { quantity: 40 }));
    expect(countItems(cart)).toBe(50);
  });

  it("joins two lines that a changed note makes equal", () => {
    let cart = add(add(emptyCart, dish("dosa")), dish("dosa", { note: "crisp", quantity: 2 }));
    cart = reduceCart(cart, { type: "setNote", key: cart.lines[1]!.key, note: "" });
    expect(cart.lines).toMatchObject([{ menuItemId: "dosa", quantity: 3, note: "" }]);
  });

  it("adds up in minor units", () => {
    const cart = add(add(emptyCart, dish("dosa", { rupees: 89.5, quantity: 2 })), dish("vada", { rupees: 45 }));
    expect(itemsTotal(cart)).toEqual({ amount: 22_400, currency: "INR" });
    expect(itemsTotal(emptyCart)).toBeNull();
  });

  it("speaks the API's words, and leaves out what is empty", () => {
    const cart = add(add(emptyCart, dish("dosa", { optionIds: ["ghee"], note: " crisp " })), dish("vada"));
    expect(orderItems(cart)).toEqual([
      { menuItemId: "dosa", quantity: 1, optionIds: ["ghee"], note: "crisp" },
      { menuItemId: "vada", quantity: 1 },
    ]);
  });
});
