import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../errors.ts";
import { decide, evolve, handle, newOrder, type OrderCommand, type OrderState } from "./decide.ts";
import { isTerminal } from "./status.ts";

const now = new Date("2026-03-01T12:30:00Z");
const given = (...commands: OrderCommand[]): OrderState =>
  commands.reduce((state, command) => handle(command, state, now).state, newOrder);
const code = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    return error instanceof DomainError ? error.code : String(error);
  }
  return undefined;
};

describe("the life of an order", () => {
  it("goes from the payment to the door", () => {
    const delivered = given(
      { type: "confirm" },
      { type: "assign", riderId: "r1" },
      { type: "accept", prepMinutes: 12 },
      { type: "mark-ready" },
      { type: "pick-up", riderId: "r1" },
      { type: "deliver", riderId: "r1" },
    );
    expect(delivered.status).toBe("DELIVERED");
  });

  it("is READY at once when the food was ready before a rider was found", () => {
    const cooked = given({ type: "confirm" }, { type: "accept", prepMinutes: 5 }, { type: "mark-ready" });
    expect(cooked).toMatchObject({ status: "CONFIRMED", readyAt: now });
    expect(handle({ type: "assign", riderId: "r1" }, cooked, now).state.status).toBe("READY");
  });

  it("counts a kitchen that hands over food as having accepted", () => {
    expect(decide({ type: "mark-ready" }, given({ type: "confirm" }), now).map((event) => event.type)).toEqual([
      "accepted",
      "cooked",
    ]);
  });

  it("lets the customer cancel until the kitchen has accepted", () => {
    const confirmed = given({ type: "confirm" });
    expect(handle({ type: "cancel", reason: "customer" }, confirmed, now).state.status).toBe("CANCELLED");
    const accepted = given({ type: "confirm" }, { type: "accept", prepMinutes: 9 });
    expect(code(() => decide({ type: "cancel", reason: "customer" }, accepted, now))).toBe("ORDER_NOT_CANCELLABLE");
  });

  it("refuses a second rider, a foreign rider and a repeated command", () => {
    const assigned = given({ type: "confirm" }, { type: "assign", riderId: "r1" }, { type: "mark-ready" });
    expect(code(() => decide({ type: "assign", riderId: "r2" }, assigned, now))).toBe("ILLEGAL_TRANSITION");
    expect(code(() => decide({ type: "pick-up", riderId: "r2" }, assigned, now))).toBe("ILLEGAL_TRANSITION");
    expect(code(() => decide({ type: "mark-ready" }, assigned, now))).toBe("ILLEGAL_TRANSITION");
  });

  it("gives an order back to dispatch when its rider drops out, and keeps the food's readiness", () => {
    const dropped = given(
      { type: "confirm" },
      { type: "assign", riderId: "r1" },
      { type: "mark-ready" },
      { type: "unassign", reason: "puncture" },
    );
    expect(dropped).toMatchObject({ status: "CONFIRMED", riderId: null, readyAt: now });
  });
});

describe("under any sequence of commands", () => {
  const rider = fc.constantFrom("r1", "r2");
  const command: fc.Arbitrary<OrderCommand> = fc.oneof(
    fc.constant<OrderCommand>({ type: "await-payment" }),
    fc.constant<OrderCommand>({ type: "confirm" }),
    fc.integer({ min: 1, max: 60 }).map((prepMinutes): OrderCommand => ({ type: "accept", prepMinutes })),
    fc.constant<OrderCommand>({ type: "mark-ready" }),
    rider.map((riderId): OrderCommand => ({ type: "assign", riderId })),
    fc.constant<OrderCommand>({ type: "unassign", reason: "left" }),
    rider.map((riderId): OrderCommand => ({ type: "pick-up", riderId })),
    rider.map((riderId): OrderCommand => ({ type: "deliver", riderId })),
    fc
      .constantFrom("customer", "kitchen_rejected", "kitchen_silent", "payment_declined", "no_rider", "ops" as const)
      .map((reason): OrderCommand => ({ type: "cancel", reason })),
  );

  it("keeps the invariants: terminal is final, a carried order has its rider, nothing is delivered unpaid", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        let state = newOrder;
        let confirmed = false;
        for (const next of commands) {
          const before = state;
          try {
            for (const event of decide(next, state, now)) {
              state = evolve(state, event);
              confirmed ||= event.type === "confirmed";
            }
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
            expect(state).toBe(before);
            continue;
          }
          expect(isTerminal(before.status)).toBe(false);
          if (["ASSIGNED", "READY", "PICKED_UP", "DELIVERED"].includes(state.status)) {
            expect(state.riderId).not.toBeNull();
            expect(confirmed).toBe(true);
          }
          if (state.status === "READY" || state.status === "PICKED_UP") expect(state.readyAt).not.toBeNull();
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
