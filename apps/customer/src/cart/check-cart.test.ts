import type { Menu, MenuItem } from "@tiffin/domain/wire/restaurants";
import { describe, expect, it } from "vitest";
import { type CartLine, emptyCart, reduceCart } from "./cart.ts";
import { checkCart, checkLine, orderablePart } from "./check-cart.ts";

const rupees = (amount: number) => ({ amount: amount * 100, currency: "INR" });
const dosa: MenuItem = {
  id: "dosa",
  name: "Dosa",
  description: "",
  price: rupees(90),
  isVeg: true,
  available: true,
  unavailableUntil: null,
  imageKey: null,
  optionGroups: [
    {
      id: "fat",
      name: "Fat",
      min: 1,
      max: 1,
      options: [
        { id: "oil", name: "Oil", price: rupees(0) },
        { id: "ghee", name: "Ghee", price: rupees(20) },
      ],
    },
  ],
};
const vada: MenuItem = { ...dosa, id: "vada", name: "Vada", price: rupees(45), optionGroups: [] };
const menuOf = (...items: MenuItem[]): Menu => ({
  restaurant: {} as Menu["restaurant"],
  sections: [{ id: "all", name: "All", items }],
});
const line = (over: Partial<CartLine>): CartLine => ({
  key: "k",
  menuItemId: "dosa",
  name: "Dosa",
  isVeg: true,
  imageKey: null,
  optionIds: ["ghee"],
  optionNames: ["Ghee"],
  note: "",
  unitPrice: rupees(110),
  quantity: 1,
  ...over,
});

describe("a line of the cart against today's menu", () => {
  it("is fine while nothing has changed", () => {
    expect(checkLine(line({}), menuOf(dosa))).toMatchObject({ kind: "fine", unitPrice: rupees(110), was: null });
  });

  it("says what it cost before when the price is another", () => {
    expect(checkLine(line({ unitPrice: rupees(100) }), menuOf(dosa))).toMatchObject({
      kind: "fine",
      unitPrice: rupees(110),
      was: rupees(100),
    });
  });

  it("tells sold out from gone", () => {
    expect(checkLine(line({}), menuOf({ ...dosa, available: false })).kind).toBe("soldOut");
    expect(checkLine(line({}), menuOf(vada)).kind).toBe("gone");
  });

  it("asks anew when a choice has left the menu or a new one has become necessary, and keeps the others", () => {
    expect(checkLine(line({ optionIds: ["butter"] }), menuOf(dosa))).toMatchObject({ kind: "choose", optionIds: [] });
    expect(checkLine(line({ optionIds: [] }), menuOf(dosa)).kind).toBe("choose");
    expect(checkLine(line({ optionIds: ["ghee", "oil"] }), menuOf(dosa))).toMatchObject({
      kind: "choose",
      optionIds: ["oil"],
    });
  });
});

describe("a cart against today's menu", () => {
  const kitchen = { id: "a", name: "A", citySlug: "demo", imageKey: null, cuisines: [] };
  const cart = reduceCart(emptyCart, {
    type: "fill",
    restaurant: kitchen,
    lines: [line({ unitPrice: rupees(100) }), line({ menuItemId: "vada", optionIds: [], unitPrice: rupees(45) })],
  });

  it("names what can't be ordered, and takes today's prices once they were seen", () => {
    const check = checkCart(cart, menuOf(dosa));
    expect(check.flagged.map((one) => one.menuItemId)).toEqual(["vada"]);
    const repriced = reduceCart(cart, { type: "reprice", prices: check.prices });
    expect(repriced.lines[0]?.unitPrice).toEqual(rupees(110));
    expect(repriced.lines[1]?.unitPrice).toEqual(rupees(45));
  });

  it("leaves out of the sum what can't be ordered, and counts the rest at today's prices", () => {
    const part = orderablePart(cart, checkCart(cart, menuOf(dosa)));
    expect(part.lines.map((one) => [one.menuItemId, one.unitPrice])).toEqual([["dosa", rupees(110)]]);
    expect(orderablePart(cart, null)).toBe(cart);
  });

  it("takes a new choice in the line's own place", () => {
    const next = reduceCart(cart, {
      type: "setChoice",
      key: cart.lines[0]!.key,
      choice: { optionIds: ["oil"], optionNames: ["Oil"], unitPrice: rupees(90) },
    });
    expect(next.lines.map((one) => [one.menuItemId, one.optionIds])).toEqual([
      ["dosa", ["oil"]],
      ["vada", []],
    ]);
  });
});
