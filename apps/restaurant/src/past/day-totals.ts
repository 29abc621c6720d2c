import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { addMoney, type Money } from "@tiffin/ui/lib/money";

/** What a day came to: cancelled orders count apart, and nothing is earned with them. */
export function dayTotals(tickets: readonly Ticket[]): { cooked: number; cancelled: number; food: Money | null } {
  const cooked = tickets.filter(({ status }) => status !== "CANCELLED");
  const [first, ...others] = cooked.map(({ subtotal }) => subtotal);
  return {
    cooked: cooked.length,
    cancelled: tickets.length - cooked.length,
    food: first === undefined ? null : others.reduce(addMoney, first),
  };
}
