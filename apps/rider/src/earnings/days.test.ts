import type { DayEarnings } from "@tiffin/domain/wire/riders";
import { describe, expect, it } from "vitest";
import { dayName, shareOf, totalOf } from "./days.ts";

const day = (date: string, amount: number, deliveries = 1): DayEarnings => ({
  date,
  deliveries,
  undelivered: 0,
  earned: { amount, currency: "INR" },
  tips: { amount: 0, currency: "INR" },
});

describe("the days of a rider", () => {
  it("are named as the calendar has them, wherever the phone is", () => {
    expect(dayName("2026-03-02", "en", "short")).toBe("Mon");
    expect(dayName("2026-03-02", "en", "long")).toBe("Monday, 2 March");
    expect(dayName("2026-03-02", "hi", "short")).toBe("सोम");
  });

  it("add up", () => {
    const days = [day("2026-03-01", 5_000, 2), day("2026-03-02", 0, 0), day("2026-03-03", 2_550)];
    expect(totalOf(days)).toEqual({ deliveries: 3, earned: { amount: 7_550, currency: "INR" } });
    expect(() => totalOf([])).toThrow(RangeError);
  });

  it("stand beside the best of them; a little is still seen, and nothing is nothing", () => {
    const [best, half, little, none] = [10_000, 5_000, 1, 0].map((amount) => day("2026-03-01", amount));
    if (!best || !half || !little || !none) throw new Error("four days");
    const days = [best, half, little, none];
    expect(days.map((each) => shareOf(each, days))).toEqual([1, 0.5, 0.08, 0]);
    expect(shareOf(none, [none, none])).toBe(0);
  });
});
