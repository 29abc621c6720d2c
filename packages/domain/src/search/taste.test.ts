import { describe, expect, test } from "vitest";
import { NO_TASTE, tasteFit, tasteOf } from "./taste.ts";

const now = new Date("2026-11-23T12:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const order = (cuisine: string, days: number) => ({ cuisines: [cuisine], orderedAt: daysAgo(days) });

describe("taste", () => {
  test("of a newcomer is nothing", () => {
    expect(tasteOf([], now)).toEqual(NO_TASTE);
    expect(tasteFit(NO_TASTE, ["Biryani"])).toBe(0);
  });

  test("is what was ordered most, whatever the case", () => {
    const taste = tasteOf([order("Biryani", 1), order("Biryani", 2), order("Chinese", 1)], now);
    expect(tasteFit(taste, ["BIRYANI"])).toBeGreaterThan(tasteFit(taste, ["chinese"]));
    expect(tasteFit(taste, ["Thai"])).toBe(0);
    expect(tasteFit(taste, ["Thai", "Biryani"])).toBe(tasteFit(taste, ["Biryani"]));
  });

  test("changes: last week's orders count more than last year's", () => {
    const longAgo = Array.from({ length: 10 }, (_, index) => order("Pizza", 300 + index));
    const taste = tasteOf([...longAgo, order("Dosa", 3)], now);
    expect(tasteFit(taste, ["Dosa"])).toBeGreaterThan(tasteFit(taste, ["Pizza"]));
  });

  test("is believed more with every order, and stays below 1", () => {
    const after = (count: number) =>
      tasteFit(
        tasteOf(
          Array.from({ length: count }, () => order("Thai", 0)),
          now,
        ),
        ["Thai"],
      );
    expect(after(1)).toBeLessThan(0.3);
    expect(after(3)).toBeGreaterThan(0.6);
    expect(after(50)).toBeGreaterThan(0.99);
    expect(after(50)).toBeLessThanOrEqual(1);
  });
});
