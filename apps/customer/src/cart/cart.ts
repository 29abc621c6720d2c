import { type Money, addMoney } from "@tiffin/ui/lib/money";
import { z } from "zod";

const moneySchema = z.object({ amount: z.int(), currency: z.string() });

const lineSchema = z.object({
  /** Same dish, same options, same note: same line. */
  key: z.string(),
  menuItemId: z.string(),
  name: z.string(),
  isVeg: z.boolean(),
  imageKey: z.string().nullable(),
  optionIds: z.array(z.string()),
  optionNames: z.array(z.string()),
  note: z.string(),
  /** With its options; what the server will charge is the quote's to say. */
  unitPrice: moneySchema,
  quantity: z.int().min(1).max(50),
});
export type CartLine = z.infer<typeof lineSchema>;

export const cartSchema = z.object({
  restaurant: z
    .object({
      id: z.string(),
      name: z.string(),
      citySlug: z.string(),
      imageKey: z.string().nullable(),
      cuisines: z.array(z.string()),
    })
    .nullable(),
  lines: z.array(lineSchema).max(60),
});
/** What is to be ordered, from one kitchen at a time. */
export type Cart = z.infer<typeof cartSchema>;
export type CartRestaurant = NonNullable<Cart["restaurant"]>;

export const emptyCart: Cart = { restaurant: null, lines: [] };
export const maxQuantity = 50;

export type CartAction =
  | { type: "add"; restaurant: CartRestaurant; line: Omit<CartLine, "key"> }
  | { type: "setQuantity"; key: string; quantity: number }
  | { type: "setNote"; key: string; note: string }
  /** The dish with other choices, in its line's place. */
  | {
      type: "setChoice";
      key: string;
      choice: Pick<CartLine, "optionIds" | "optionNames" | "unitPrice"> & Partial<Pick<CartLine, "note" | "quantity">>;
    }
  /** What the dishes cost by today's menu: the customer has seen it. */
  | { type: "reprice"; prices: ReadonlyMap<string, Money> }
  | { type: "fill"; restaurant: CartRestaurant; lines: Omit<CartLine, "key">[] }
  | { type: "clear" };

export const lineKey = (line: Pick<CartLine, "menuItemId" | "optionIds" | "note">): string =>
  [line.menuItemId, [...line.optionIds].sort().join("+"), line.note.trim()].join("|");

/** Adding from another kitchen begins a new cart: the caller has asked before (see `wouldReplace`). */
export function reduceCart(cart: Cart, action: CartAction): Cart {
  switch (action.type) {
    case "add": {
      const { restaurant, line } = action;
      const lines = cart.restaurant?.id === restaurant.id ? cart.lines : [];
      return { restaurant, lines: withLine(lines, line) };
    }
    case "fill":
      return {
        restaurant: action.restaurant,
        lines: action.lines.reduce<CartLine[]>((lines, line) => withLine(lines, line), []),
      };
    case "setQuantity": {
      const quantity = Math.min(action.quantity, maxQuantity);
      const lines =
        quantity < 1
          ? cart.lines.filter((line) => line.key !== action.key)
          : cart.lines.map((line) => (line.key === action.key ? { ...line, quantity } : line));
      return lines.length === 0 ? emptyCart : { ...cart, lines };
    }
    case "setNote":
      return withChange(cart, action.key, { note: action.note });
    case "setChoice":
      return withChange(cart, action.key, action.choice);
    case "reprice":
      return {
        ...cart,
        lines: cart.lines.map((line) => ({ ...line, unitPrice: action.prices.get(line.key) ?? line.unitPrice })),
      };
    case "clear":
      return emptyCart;
  }
}

/** A line that changes stays where it is; one that has become equal to another joins it. */
function withChange(cart: Cart, key: string, change: Partial<Omit<CartLine, "key">>): Cart {
  const changed = cart.lines.find((line) => line.key === key);
  if (!changed) return cart;
  const rest = cart.lines.filter((line) => line.key !== key);
  const at = cart.lines.indexOf(changed);
  const next = { ...changed, ...change };
  const renamed = { ...next, key: lineKey(next) };
  if (rest.some((line) => line.key === renamed.key)) return { ...cart, lines: withLine(rest, renamed) };
  return { ...cart, lines: [...rest.slice(0, at), renamed, ...rest.slice(at)] };
}

function withLine(lines: readonly CartLine[], line: Omit<CartLine, "key">): CartLine[] {
  const key = lineKey(line);
  const known = lines.find((one) => one.key === key);
  if (!known) return [...lines, { ...line, key, quantity: Math.min(line.quantity, maxQuantity) }];
  const quantity = Math.min(known.quantity + line.quantity, maxQuantity);
  return lines.map((one) => (one.key === key ? { ...one, quantity } : one));
}

export const wouldReplace = (cart: Cart, restaurantId: string): boolean =>
  cart.restaurant !== null && cart.restaurant.id !== restaurantId && cart.lines.length > 0;

export const countItems = (cart: Cart): number => cart.lines.reduce((sum, line) => sum + line.quantity, 0);

export const countOf = (cart: Cart, menuItemId: string): number =>
  cart.lines.filter((line) => line.menuItemId === menuItemId).reduce((sum, line) => sum + line.quantity, 0);

/** Before taxes and fees, by the prices of the menu as it was seen; null for an empty cart. */
export function itemsTotal(cart: Cart): Money | null {
  const amounts = cart.lines.map((line) => ({ ...line.unitPrice, amount: line.unitPrice.amount * line.quantity }));
  return amounts.length === 0 ? null : amounts.reduce((a, b) => addMoney(a, b));
}

/** The cart in the API's words. */
export const orderItems = (cart: Cart) =>
  cart.lines.map((line) => ({
    menuItemId: line.menuItemId,
    quantity: line.quantity,
    ...(line.optionIds.length > 0 ? { optionIds: line.optionIds } : {}),
    ...(line.note.trim() ? { note: line.note.trim() } : {}),
  }));
