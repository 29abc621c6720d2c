import { expect, test } from "vitest";
import { isAccepting, nextAccepting } from "./accepting.ts";

/** 2026-03-02 is a Monday; Kolkata is 5:30 ahead of UTC. */
const at = (local: string) => new Date(`${local}:00+05:30`);
const kitchen = {
  hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensMinute: 11 * 60, closesMinute: 23 * 60 })),
  closures: ["2026-03-04"],
  timeZone: "Asia/Kolkata",
  acceptingOrders: true,
  pausedUntil: null,
};

test("a pause ends by itself, at its minute", () => {
  const paused = { ...kitchen, pausedUntil: at("2026-03-02T14:00") };
  expect(isAccepting(paused, at("2026-03-02T13:59"))).toBe(false);
  expect(isAccepting(paused, at("2026-03-02T14:00"))).toBe(true);
  expect(isAccepting({ ...paused, acceptingOrders: false }, at("2026-03-02T15:00"))).toBe(false);
});

test("orders are taken next when the doors open", () => {
  expect(nextAccepting(kitchen, at("2026-03-02T12:00"))).toBeNull();
  expect(nextAccepting(kitchen, at("2026-03-02T08:00"))).toEqual(at("2026-03-02T11:00"));
  expect(nextAccepting(kitchen, at("2026-03-03T23:30"))).toEqual(at("2026-03-05T11:00"));
});

test("or when a pause is over, if they are open then, and else when they open after it", () => {
  const until = (pausedUntil: Date) => ({ ...kitchen, pausedUntil: pausedUntil.toISOString() });
  expect(nextAccepting(until(at("2026-03-02T14:20")), at("2026-03-02T14:00"))).toEqual(at("2026-03-02T14:20"));
  expect(nextAccepting(until(at("2026-03-03T23:30")), at("2026-03-03T20:00"))).toEqual(at("2026-03-05T11:00"));
  expect(nextAccepting(until(at("2026-03-02T07:00")), at("2026-03-02T06:00"))).toEqual(at("2026-03-02T11:00"));
});

test("of a kitchen that switched itself off nobody can say when", () => {
  expect(nextAccepting({ ...kitchen, acceptingOrders: false }, at("2026-03-02T08:00"))).toBeNull();
});
