import type { Menu, MenuItem } from "@tiffin/domain/wire/restaurants";
import type { Money } from "@tiffin/ui/lib/money";
import { isSingle, priceWith, unfinishedGroup } from "../restaurant/options.ts";
import type { Cart, CartLine } from "./cart.ts";

/** What today's menu says of a line of the cart. */
export type LineCheck =
  | { kind: "fine"; item: MenuItem; unitPrice: Money; was: Money | null }
  /** On the menu, but not to be had now. */
  | { kind: "soldOut"; item: MenuItem }
  /** Not on the menu any more. */
  | { kind: "gone" }
  /** Its choices are no more what they were: they are asked for anew. */
  | { kind: "choose"; item: MenuItem; optionIds: string[] };

export type CartCheck = {
  /** By the line's key. */
  lines: ReadonlyMap<string, LineCheck>;
  /** The lines that can't be ordered as they are. */
  flagged: readonly CartLine[];
  /** What each line that can be ordered costs now, by its key. */
  prices: ReadonlyMap<string, Money>;
};

export function checkLine(line: Pick<CartLine, "menuItemId" | "optionIds" | "unitPrice">, menu: Menu): LineCheck {
  const item = menu.sections.flatMap((section) => section.items).find((one) => one.id === line.menuItemId);
  if (!item) return { kind: "gone" };
  if (!item.available) return { kind: "soldOut", item };
  const known = new Set(item.optionGroups.flatMap((group) => group.options.map((option) => option.id)));
  const optionIds = line.optionIds.filter((id) => known.has(id));
  const tooMany = item.optionGroups.some(
    (group) => group.options.filter((option) => optionIds.includes(option.id)).length > group.max,
  );
  if (optionIds.length < line.optionIds.length || tooMany || unfinishedGroup(item.optionGroups, optionIds)) {
    return { kind: "choose", item, optionIds: tooMany ? withoutCrowds(item, optionIds) : optionIds };
  }
  const unitPrice = priceWith(item, optionIds);
  return { kind: "fine", item, unitPrice, was: unitPrice.amount === line.unitPrice.amount ? null : line.unitPrice };
}

/** The kitchen may have lowered how many may be taken: then the first ones stay. */
function withoutCrowds(item: MenuItem, optionIds: readonly string[]): string[] {
  return item.optionGroups.flatMap((group) => {
    const mine = group.options.filter((option) => optionIds.includes(option.id)).map((option) => option.id);
    return isSingle(group) ? mine.slice(0, 1) : mine.slice(0, group.max);
  });
}

/** The cart without what can't be ordered as it is, at today's prices; as it stands, where the menu is not known. */
export function orderablePart(cart: Cart, check: CartCheck | null): Cart {
  if (!check) return cart;
  const lines = cart.lines.flatMap((line) => {
    const unitPrice = check.prices.get(line.key);
    return unitPrice ? [{ ...line, unitPrice }] : [];
  });
  return { ...cart, lines };
}

/** The cart against the menu as it is now. */
export function checkCart(cart: Cart, menu: Menu): CartCheck {
  const lines = new Map(cart.lines.map((line) => [line.key, checkLine(line, menu)]));
  return {
    lines,
    flagged: cart.lines.filter((line) => lines.get(line.key)?.kind !== "fine"),
    prices: new Map(
      [...lines].flatMap(([key, check]) => (check.kind === "fine" ? [[key, check.unitPrice] as const] : [])),
    ),
  };
}
