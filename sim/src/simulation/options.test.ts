import { describe, expect, it } from "vitest";
import { busiest, readOptions, rushAt } from "./options.ts";

describe("a simulated day", () => {
  it("is as busy as asked for on average, with a lunch peak and a higher dinner peak", () => {
    const shares = Array.from({ length: 2_400 }, (_, i) => (i + 0.5) / 2_400);
    const mean = shares.reduce((sum, share) => sum + rushAt(share), 0) / shares.length;
    expect(mean).toBeCloseTo(1, 2);
    expect(Math.max(...shares.map(rushAt))).toBeLessThanOrEqual(busiest);
    expect(rushAt(20 / 24)).toBeGreaterThan(rushAt(13 / 24));
    expect(rushAt(13 / 24)).toBeGreaterThan(rushAt(16 / 24));
  });

  it("is told by options that are checked", () => {
    expect(readOptions(["--riders", "40", "--orders-per-hour", "600", "--minutes", "10"])).toMatchObject({
      riders: 40,
      ordersPerHour: 600,
      minutes: 10,
      seed: 1,
      untapped: 0.1,
      doorSeconds: 0,
    });
    expect(() => readOptions(["--riders", "many"])).toThrow("--riders many: a number from 1 to 200");
    expect(readOptions(["--decline", "0.3", "--ignore", "0.2", "--pace", "4"])).toMatchObject({
      decline: 0.3,
      ignore: 0.2,
      pace: 4,
    });
    expect(() => readOptions(["--decline", "0.6", "--ignore", "0.5"])).toThrow("leave nobody who rides");
    expect(readOptions(["--help"])).toBe("help");
  });
});
