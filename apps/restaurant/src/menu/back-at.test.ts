import { describe, expect, it } from "vitest";
import { nextTimeOfDay } from "./back-at.ts";

describe("a time that is typed for a dish to be back", () => {
  const noon = new Date("2026-11-22T06:30:00Z"); // 12:00 in Kolkata

  it("is today's by the kitchen's clock, and tomorrow's once that is past", () => {
    expect(nextTimeOfDay("19:30", "Asia/Kolkata", noon)).toBe("2026-11-22T14:00:00.000Z");
    expect(nextTimeOfDay("11:00", "Asia/Kolkata", noon)).toBe("2026-11-23T05:30:00.000Z");
    expect(nextTimeOfDay("12:00", "Asia/Kolkata", noon)).toBe("2026-11-23T06:30:00.000Z");
  });

  it("is none while it is half typed", () => {
    expect(nextTimeOfDay("", "Asia/Kolkata", noon)).toBeNull();
    expect(nextTimeOfDay("7:3", "Asia/Kolkata", noon)).toBeNull();
  });
});
