import { randomUUID } from "node:crypto";
import { seededRandom, type Random } from "@tiffin/db/seed/random";
import type { ArrivalsPlan } from "../load/arrivals-plan.ts";
import type { Household } from "./town.ts";

type Request = ArrivalsPlan["requests"][number];

export interface Baskets {
  /** So many orders, each by the next household, from what its kitchen sells; each has a key of its own. */
  orders(count: number, payWith?: PaymentMethod): Request[];
}

export interface PaymentMethod {
  readonly type: "card" | "upi";
  readonly token: string;
}

const CARD: PaymentMethod = { type: "card", token: "tok_ok" };

/** One to four dishes each, as an ordinary order has. */
export function basketsOf(households: readonly Household[], tokens: readonly string[]): Baskets {
  const random = seededRandom(7);
  let next = 0;
  return {
    orders: (count, payWith = CARD) =>
      Array.from({ length: count }, () => {
        const index = next++ % households.length;
        return {
          path: "/v1/orders",
          token: tokens[index]!,
          headers: { "idempotency-key": randomUUID() },
          body: JSON.stringify({ ...cartOf(households[index]!, random), paymentMethod: payWith }),
        };
      }),
  };
}

/** A household's cart; also what a quote is asked for. */
export function cartOf({ kitchen, addressId }: Household, random: Random) {
  const dishes = random.sample(kitchen.dishes, Math.min(kitchen.dishes.length, random.int(1, 4)));
  return {
    restaurantId: kitchen.id,
    addressId,
    items: dishes.map(({ id, optionIds }) => ({ menuItemId: id, quantity: random.int(1, 2), optionIds })),
  };
}
