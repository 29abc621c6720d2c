import type { Order } from "@tiffin/domain/wire/orders";
import { describe, expect, it } from "vitest";
import { headlineOf, isAtDoor, stepsOf } from "./progress.ts";

const at = (minute: number) => `2026-11-22T20:${String(minute).padStart(2, "0")}:00.000Z`;
const order = (status: Order["status"], timeline: [Order["status"], number][], rest: Partial<Order> = {}) =>
  ({ status, timeline: timeline.map(([s, m]) => ({ status: s, at: at(m) })), ...rest }) as Order;
const states = (o: Order) => Object.fromEntries(stepsOf(o).map((step) => [step.key, step.state]));

describe("the way of an order", () => {
  it("waits for the kitchen first", () => {
    const placed = order("CONFIRMED", [
      ["CREATED", 0],
      ["CONFIRMED", 1],
    ]);
    expect(states(placed)).toEqual({
      placed: "done",
      accepted: "now",
      rider: "next",
      ready: "next",
      pickedUp: "next",
      delivered: "next",
    });
    expect(headlineOf(placed)).toBe("waitingKitchen");
  });

  it("waits for the payment before all else", () => {
    const pending = order("PAYMENT_PENDING", [
      ["CREATED", 0],
      ["PAYMENT_PENDING", 0],
    ]);
    expect(states(pending)).toMatchObject({ placed: "now", accepted: "next" });
    expect(headlineOf(pending)).toBe("paymentPending");
  });

  it("takes a rider who came before the kitchen had answered", () => {
    const early = order("ASSIGNED", [
      ["CONFIRMED", 1],
      ["ASSIGNED", 2],
    ]);
    expect(states(early)).toMatchObject({ accepted: "now", rider: "done", ready: "next" });
  });

  it("takes food that was ready before a rider was found", () => {
    const waiting = order("CONFIRMED", [["CONFIRMED", 1]], { acceptedAt: at(2), readyAt: at(9) });
    expect(states(waiting)).toMatchObject({ accepted: "done", rider: "now", ready: "done", pickedUp: "next" });
    expect(headlineOf(waiting)).toBe("findingRider");
  });

  it("holds everything before the pick-up for done, even where a time is missing", () => {
    const riding = order(
      "PICKED_UP",
      [
        ["CONFIRMED", 1],
        ["ASSIGNED", 2],
        ["PICKED_UP", 12],
      ],
      { acceptedAt: at(2) },
    );
    expect(states(riding)).toEqual({
      placed: "done",
      accepted: "done",
      rider: "done",
      ready: "done",
      pickedUp: "done",
      delivered: "now",
    });
    expect(stepsOf(riding).find((step) => step.key === "ready")).toEqual({ key: "ready", state: "done" });
    expect(headlineOf(riding)).toBe("onTheWay");
    expect(headlineOf(riding, true)).toBe("atDoor");
  });

  it("tells what had happened before it was cancelled, and nothing that will not", () => {
    const cancelled = order("CANCELLED", [
      ["CONFIRMED", 1],
      ["CANCELLED", 6],
    ]);
    expect(stepsOf(cancelled)).toEqual([
      { key: "placed", state: "done", at: at(1) },
      { key: "cancelled", state: "failed", at: at(6) },
    ]);
  });
});

it("has come to the door within its circle, and has left it only some way beyond", () => {
  expect([61, 60, 0].map((meters) => isAtDoor(meters, false))).toEqual([false, true, true]);
  expect([86, 85, 61].map((meters) => isAtDoor(meters, true))).toEqual([false, true, true]);
});
