import { describe, expect, test } from "vitest";
import { backoff, parseDelay, parseDuration, parseRetryAfter } from "./duration.ts";

const now = new Date("2026-11-22T12:00:00Z");

describe("durations", () => {
  test.each([
    ["1s", 1_000],
    ["1d2h30m10s", 95_410_000],
    ["2w", 1_209_600_000],
    ["", 0],
    ["0", 0],
    ["soon", null],
    ["1.5h", null],
    ["-1s", null],
  ])("%j is %s ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test("a delay may be a date; one that has passed is over", () => {
    expect(parseDelay("2026-11-22T12:01:00.000Z", now)).toBe(60_000);
    expect(parseDelay("2026-11-22T11:00:00.000Z", now)).toBe(0);
    expect(parseDelay("5m", now)).toBe(300_000);
    expect(parseDelay("whenever", now)).toBeNull();
  });

  test("Retry-After is seconds or a date, between 1 s and 24 h", () => {
    expect(parseRetryAfter("30", now)).toBe(30_000);
    expect(parseRetryAfter("0", now)).toBe(1_000);
    expect(parseRetryAfter("1000000", now)).toBe(86_400_000);
    expect(parseRetryAfter("2026-11-22T12:00:20.000Z", now)).toBe(20_000);
    expect(parseRetryAfter("2020-01-01T00:00:00.000Z", now)).toBe(1_000);
    expect(parseRetryAfter(undefined, now)).toBeNull();
    expect(parseRetryAfter("later", now)).toBeNull();
  });
});

describe("backoff", () => {
  const policy = { baseMs: 1_000, maxMs: 120_000, jitter: 0.25 };

  test("doubles up to the maximum", () => {
    const waits = [1, 2, 3, 8, 50].map((tries) => backoff(tries, policy, () => 0.5));
    expect(waits).toEqual([1_000, 2_000, 4_000, 120_000, 120_000]);
  });

  test("is spread by the jitter to both sides", () => {
    expect(backoff(1, policy, () => 0)).toBe(750);
    expect(backoff(1, policy, () => 1)).toBe(1_250);
  });
});
