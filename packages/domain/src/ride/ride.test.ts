import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CANT_DELIVER_REASONS, DOOR_WAIT_MS, isPaidInVain, judgeCantDeliver } from "./cant-deliver.ts";
import { tapTime } from "./tap-time.ts";

const now = new Date("2026-01-01T12:00:00Z");
const before = (ms: number) => new Date(now.getTime() - ms);

describe("the time of a tap that was made without network", () => {
  it("is the phone's, where that can be", () => {
    expect(tapTime(before(600_000), before(900_000), now)).toEqual(before(600_000));
    expect(tapTime(undefined, before(900_000), now)).toEqual(now);
  });

  it("never goes before what happened last, nor after now", () => {
    expect(tapTime(before(900_000), before(600_000), now)).toEqual(before(600_000));
    expect(tapTime(before(-30_000), null, now)).toEqual(now);
    fc.assert(
      fc.property(
        fc.integer({ min: -60_000, max: 12 * 3_600_000 }),
        fc.integer({ min: 0, max: 3_600_000 }),
        (told, last) => {
          const at = tapTime(before(told), before(last), now).getTime();
          expect(at).toBeGreaterThanOrEqual(before(last).getTime());
          expect(at).toBeLessThanOrEqual(now.getTime());
        },
      ),
    );
  });

  it("is refused when no phone of this shift can mean it", () => {
    for (const told of [before(-61_000), before(13 * 3_600_000), new Date(Number.NaN)]) {
      expect(() => tapTime(told, null, now)).toThrow(
        expect.objectContaining({ code: "VALIDATION_FAILED", fields: [expect.objectContaining({ path: "at" })] }),
      );
    }
  });
});

describe("a rider who can't deliver", () => {
  const toRestaurant = { isPickedUp: false, atDoorSince: null };
  const onTheWay = { isPickedUp: true, atDoorSince: null };

  it("gives the ride to another before the pick-up, and ends the order after it", () => {
    expect(judgeCantDeliver("vehicle", toRestaurant, now)).toEqual({ type: "release" });
    expect(judgeCantDeliver("vehicle", onTheWay, now)).toEqual({ type: "cancel", reason: "ride_failed" });
    expect(judgeCantDeliver("food_damaged", onTheWay, now)).toEqual({ type: "cancel", reason: "food_damaged" });
  });

  it("has waited at the door for a customer who is not there", () => {
    const absent = (atDoorSince: Date | null) => () =>
      judgeCantDeliver("customer_absent", { isPickedUp: true, atDoorSince }, now);
    expect(absent(null)).toThrow(expect.objectContaining({ code: "ILLEGAL_TRANSITION" }));
    expect(absent(before(DOOR_WAIT_MS - 1_000))).toThrow(
      expect.objectContaining({ extra: { waitUntil: "2026-01-01T12:00:01.000Z" } }),
    );
    expect(absent(before(DOOR_WAIT_MS))()).toEqual({ type: "cancel", reason: "customer_unreachable" });
  });

  it("is paid for a way that was ridden to the door in vain, when it was not their doing", () => {
    const atDoor = { atDoorSince: before(DOOR_WAIT_MS) };
    expect(isPaidInVain("customer_unreachable", atDoor)).toBe(true);
    // Whoever has not been there has brought nothing.
    expect(isPaidInVain("customer_unreachable", { atDoorSince: null })).toBe(false);
    expect((["food_damaged", "ride_failed", "ops"] as const).map((reason) => isPaidInVain(reason, atDoor))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("says what can be at that point", () => {
    const refused = (picked: boolean) =>
      CANT_DELIVER_REASONS.filter((reason) => {
        try {
          judgeCantDeliver(reason, { isPickedUp: picked, atDoorSince: before(DOOR_WAIT_MS) }, now);
          return false;
        } catch {
          return true;
        }
      });
    expect(refused(false)).toEqual(["customer_absent", "customer_refused", "wrong_address", "food_damaged"]);
    expect(refused(true)).toEqual(["restaurant_closed"]);
  });
});
