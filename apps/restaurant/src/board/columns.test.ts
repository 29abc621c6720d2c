import { describe, expect, it } from "vitest";
import type { Ticket } from "@tiffin/domain/wire/kitchen";
import { arrange, cancelledElsewhere, columnOf } from "./columns.ts";

const money = { amount: 1_000, currency: "INR" };
const ticket = (id: string, more: Partial<Ticket> = {}): Ticket => ({
  id,
  number: id.toUpperCase(),
  restaurantId: "r",
  status: "CONFIRMED",
  customerName: "Asha",
  items: [],
  subtotal: money,
  total: money,
  paymentMethod: "card",
  placedAt: "2026-01-01T12:00:00Z",
  ...more,
});
const ids = (tickets: readonly Ticket[]) => tickets.map(({ id }) => id);

describe("the board", () => {
  it("places a ticket by what the kitchen has done, whether or not there is a rider", () => {
    expect(columnOf(ticket("a", { status: "PAYMENT_PENDING" }))).toBeNull();
    for (const status of ["CONFIRMED", "ASSIGNED"] as const) {
      expect(columnOf(ticket("a", { status }))).toBe("new");
      expect(columnOf(ticket("a", { status, acceptedAt: "2026-01-01T12:01:00Z" }))).toBe("cooking");
      expect(columnOf(ticket("a", { status, readyAt: "2026-01-01T12:09:00Z" }))).toBe("ready");
    }
    for (const status of ["PICKED_UP", "DELIVERED", "CANCELLED"] as const)
      expect(columnOf(ticket("a", { status, readyAt: "2026-01-01T12:09:00Z" }))).toBe("done");
  });

  it("puts first what must be done first", () => {
    const accepted = { acceptedAt: "2026-01-01T12:01:00Z" };
    const ready = (time: string) => ({ readyAt: `2026-01-01T12:${time}:00Z`, status: "READY" as const });
    const waiting = { rider: { name: "Imran", vehicle: "bike", arrivedAt: "2026-01-01T12:30:00Z" } };
    const board = arrange([
      ticket("late", { answerBy: "2026-01-01T12:09:00Z" }),
      ticket("soon", { answerBy: "2026-01-01T12:03:00Z" }),
      ticket("long", { ...accepted, readyBy: "2026-01-01T12:40:00Z" }),
      ticket("short", { ...accepted, readyBy: "2026-01-01T12:10:00Z" }),
      ticket("cold", ready("05")),
      ticket("called", { ...ready("20"), ...waiting }),
    ]);
    expect([ids(board.new), ids(board.cooking), ids(board.ready)]).toEqual([
      ["soon", "late"],
      ["short", "long"],
      ["called", "cold"],
    ]);
  });

  it("shows a ticket once while it moves from one list to the other", () => {
    const board = arrange([ticket("a"), ticket("a", { status: "CANCELLED" })]);
    expect([ids(board.new), ids(board.done)]).toEqual([[], ["a"]]);
  });

  it("warns of orders that were cancelled while they were cooked and that were not answered in time, not of those that the kitchen refused", () => {
    const accepted = { acceptedAt: "2026-01-01T12:01:00Z" };
    const before = [
      ticket("a", accepted),
      ticket("b", accepted),
      ticket("c", accepted),
      ticket("unanswered"),
      ticket("missed"),
    ];
    const after = [
      ticket("a", { status: "CANCELLED", cancelReason: "ops" }),
      ticket("b", { status: "CANCELLED", cancelReason: "kitchen_rejected" }),
      ticket("c", accepted),
      ticket("unanswered", { status: "CANCELLED", cancelReason: "customer" }),
      ticket("missed", { status: "CANCELLED", cancelReason: "kitchen_silent" }),
      ticket("old", { status: "CANCELLED", cancelReason: "customer" }),
    ];
    expect(ids(cancelledElsewhere(before, after))).toEqual(["a", "missed"]);
  });
});
