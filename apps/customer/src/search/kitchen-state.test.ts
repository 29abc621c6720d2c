import { describe, expect, it } from "vitest";
import { firstAway } from "./kitchen-state.ts";

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
});
