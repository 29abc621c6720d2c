import { describe, expect, it } from "vitest";
import { type Attempt, beginAttempt, endAttempt, isDefinite, isFresh, loadAttempt } from "./attempt.ts";

const id = (n: number) => `0190a000-0000-7000-8000-00000000000${n}`;
const order = (tip: number): Attempt["order"] => ({
  restaurantId: id(1),
  items: [{ menuItemId: id(2), quantity: 1 }],
  addressId: id(3),
  paymentMethod: { type: "cash" },
  tip,
});
const storage = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
};
const keys = () => {
  let n = 3;
  return () => id(++n);
};
const now = Date.parse("2026-11-22T20:00:00Z");

describe("an attempt to order", () => {
  it("keeps its key and its body over a second tap and a reload", () => {
    const store = storage();
    const key = keys();
    const first = beginAttempt(store, order(0), now, key);
    // The tip was changed while the answer was out: the open attempt comes first.
    expect(beginAttempt(store, order(2_000), now + 5_000, key)).toEqual(first);
    expect(loadAttempt(store, now + 9_000)).toEqual(first);
  });

  it("gets a new key once it has been answered", () => {
    const store = storage();
    const key = keys();
    const first = beginAttempt(store, order(0), now, key);
    endAttempt(store);
    expect(beginAttempt(store, order(0), now, key).key).not.toBe(first.key);
  });

  it("is not sent again after half an hour", () => {
    const store = storage();
    beginAttempt(store, order(0), now, keys());
    expect(loadAttempt(store, now + 31 * 60_000)).toBeNull();
  });

  it("is asked about by itself for some minutes only", () => {
    const attempt = beginAttempt(storage(), order(0), now, keys());
    expect(isFresh(attempt, now + 60_000)).toBe(true);
    expect(isFresh(attempt, now + 5 * 60_000)).toBe(false);
  });

  it("ignores what it can't read", () => {
    expect(loadAttempt({ getItem: () => "{nonsense" }, now)).toBeNull();
    expect(loadAttempt({ getItem: () => '{"key":"x"}' }, now)).toBeNull();
  });

  it("is over when it was refused, and open when nobody knows", () => {
    expect(isDefinite(402, "PAYMENT_DECLINED")).toBe(true);
    expect(isDefinite(422, "RESTAURANT_CLOSED")).toBe(true);
    expect(isDefinite(409, "QUOTE_CHANGED")).toBe(true);
    expect(isDefinite(409, "REQUEST_IN_PROGRESS")).toBe(false);
    expect(isDefinite(401, "UNAUTHENTICATED")).toBe(false);
    expect(isDefinite(429, "RATE_LIMITED")).toBe(false);
    expect(isDefinite(503, "UNAVAILABLE")).toBe(false);
    expect(isDefinite(undefined, "NETWORK")).toBe(false);
  });
});
