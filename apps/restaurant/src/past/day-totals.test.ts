import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { expect, it } from "vitest";
import { dayTotals } from "./day-totals.ts";

const ticket = (status: Ticket["status"], amount: number): Ticket => ({
  id: "a",
  number: "A1",
  restaurantId: "r",
  status,
  customerName: "Asha",
  items: [],
  subtotal: { amount, currency: "INR" },
  total: { amount: amount + 4_000, currency: "INR" },
  paymentMethod: "card",
  placedAt: "2026-01-01T12:00:00Z",
});

it("adds up the food of what was cooked, and counts what was cancelled apart", () => {
  const day = [ticket("DELIVERED", 20_000), ticket("CANCELLED", 50_000), ticket("PICKED_UP", 5_000)];
  expect(dayTotals(day)).toEqual({ cooked: 2, cancelled: 1, food: { amount: 25_000, currency: "INR" } });
  expect(dayTotals([ticket("CANCELLED", 50_000)])).toEqual({ cooked: 0, cancelled: 1, food: null });
});
