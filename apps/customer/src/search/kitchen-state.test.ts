import { describe, expect, it } from "vitest";
import { firstAway, openingTime } from "./kitchen-state.ts";

const open = { isOpen: true, canDeliver: true };
const closed = { isOpen: false, canDeliver: false };
const far = { isOpen: true, canDeliver: false };

describe("kitchens that can't be ordered from now", () => {
  it("stand apart when all of them come last", () => {
    expect(firstAway([open, open, far, closed])).toBe(2);
  });

  it("stay among the others when the order mixes them, or when there are no others", () => {
    expect(firstAway([open, closed, open])).toBe(3);
    expect(firstAway([closed, closed])).toBe(2);
    expect(firstAway([open, open])).toBe(2);
  });

  it("say when they open by their own city's clock, with the day when that is not today", () => {
    const now = new Date("2026-11-22T22:00:00Z"); // Monday 3:30 am in India
    expect(openingTime("2026-11-23T05:30:00Z", "en-IN", "Asia/Kolkata", now)).toBe("11:00 am");
    expect(openingTime("2026-11-24T05:30:00Z", "en-IN", "Asia/Kolkata", now)).toBe("Tue 11:00 am");
  });
});
