import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../errors.ts";
import { decide, evolve, handle, newOrder, type OrderCommand, type OrderState } from "./decide.ts";
import { DELAY_MINUTES, MAX_PREP_MINUTES } from "./prep-minutes.ts";
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

  describe("a kitchen that needs longer", () => {
    const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    const cooking = given({ type: "confirm" }, { type: "accept", prepMinutes: 20 });
    const delayed = (minutes: number, at: Date, readyBy?: Date) =>
      handle({ type: "delay", minutes, readyBy }, cooking, at).state.prepMinutes;

    it("needs so many minutes more than it said, or from now once it is late", () => {
      expect(delayed(10, minutesLater(5))).toBe(30);
      expect(delayed(10, minutesLater(20))).toBe(30);
      expect(delayed(10, minutesLater(34.5))).toBe(45);
    });

    it("leaves all else as it was, whether or not there is a rider", () => {
      const assigned = handle({ type: "assign", riderId: "r1" }, cooking, now).state;
      for (const state of [cooking, assigned]) {
        const { events, state: after } = handle({ type: "delay", minutes: 5 }, state, minutesLater(1));
        expect(events).toEqual([{ type: "delayed", at: minutesLater(1), minutes: 5, prepMinutes: 25 }]);
        expect(after).toEqual({ ...state, prepMinutes: 25 });
      }
    });

    it("can say so only of what it took on and is not done with, and not without end", () => {
      const refused = (state: OrderState, at = now) => code(() => decide({ type: "delay", minutes: 5 }, state, at));
      expect(refused(given({ type: "confirm" }))).toBe("ILLEGAL_TRANSITION");
      const ready = handle({ type: "mark-ready" }, cooking, now).state;
      expect(refused(ready)).toBe("ILLEGAL_TRANSITION");
      expect(refused(handle({ type: "assign", riderId: "r1" }, ready, now).state)).toBe("ILLEGAL_TRANSITION");
      expect(refused(handle({ type: "cancel", reason: "ops" }, cooking, now).state)).toBe("ILLEGAL_TRANSITION");
      expect(delayed(5, minutesLater(MAX_PREP_MINUTES - 5))).toBe(MAX_PREP_MINUTES);
      expect(refused(cooking, minutesLater(MAX_PREP_MINUTES - 4))).toBe("ILLEGAL_TRANSITION");
    });

    it("says so once, however often it is sent, when it names the time that it has seen", () => {
      const seen = minutesLater(20);
      const command: OrderCommand = { type: "delay", minutes: 10, readyBy: seen };
      const once = handle(command, cooking, now).state;
      expect(once.prepMinutes).toBe(30);
      expect(code(() => decide(command, once, now))).toBe("ILLEGAL_TRANSITION");
    });
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
    fc
      .integer({ min: DELAY_MINUTES.least, max: DELAY_MINUTES.most })
      .map((minutes): OrderCommand => ({ type: "delay", minutes })),
    fc.constant<OrderCommand>({ type: "mark-ready" }),
    rider.map((riderId): OrderCommand => ({ type: "assign", riderId })),
    fc.constant<OrderCommand>({ type: "unassign", reason: "left" }),
    rider.map((riderId): OrderCommand => ({ type: "pick-up", riderId })),
    rider.map((riderId): OrderCommand => ({ type: "deliver", riderId })),
    fc
      .constantFrom("customer", "kitchen_rejected", "kitchen_silent", "payment_declined", "no_rider", "ops" as const)
      .map((reason): OrderCommand => ({ type: "cancel", reason })),
  );

  it("keeps the invariants: terminal is final, a carried order has its rider, nothing is delivered unpaid, food is put off only while it is cooked", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        let state = newOrder;
        let confirmed = false;
        for (const next of commands) {
          const before = state;
          try {
            for (const event of decide(next, state, now)) {
              if (event.type === "delayed") {
                expect(state).toMatchObject({ acceptedAt: now, readyAt: null });
                expect(event.prepMinutes).toBe(state.prepMinutes + event.minutes);
              }
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
          expect(state.prepMinutes).toBeLessThanOrEqual(MAX_PREP_MINUTES);
          if (state.status === "READY" || state.status === "PICKED_UP") expect(state.readyAt).not.toBeNull();
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
