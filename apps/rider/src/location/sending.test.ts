import { describe, expect, it } from "vitest";
import { PING_POLICY } from "@tiffin/domain/location/ping-policy";
import { isLow } from "./battery.ts";
import { type Fix, stillHere } from "./fix.ts";
import { decideSending } from "./sending.ts";

const start = Date.parse("2026-03-01T12:00:00Z");
const fix = (seconds: number, overrides: Partial<Fix> = {}): Fix => ({
  lat: 12.97,
  lng: 77.59,
  heading: 90,
  speed: 6,
  recordedAt: new Date(start + seconds * 1_000).toISOString(),
  seq: seconds,
  ...overrides,
});
const calm = { nextPingSeconds: 5, batteryLow: false, holdUntil: 0 };
const decide = (current: Fix, circumstances = calm) =>
  decideSending({ last: fix(0), before: null }, current, circumstances, start + 3_000);

describe("what a phone sends", () => {
  it("is its first position, a sharp turn and a stop, at once", () => {
    expect(decideSending({ last: null, before: null }, fix(0), calm, start).send).toBe(true);
    expect(decide(fix(2, { lng: 77.5901, heading: 180 }))).toMatchObject({ send: true, because: "turned" });
    expect(decide(fix(2, { lng: 77.5901, speed: 0 }))).toMatchObject({ send: true, because: "stopped" });
  });

  it("is a stop once more, as soon as it is one, though the phone gives no new fix", () => {
    const stopped = fix(2, { speed: 0 });
    const afterStop = decideSending({ last: stopped, before: fix(0) }, stopped, calm, start + 2_000);
    expect(afterStop).toEqual({ send: false, at: start + 2_000 + PING_POLICY.settledMs });
    const again = stillHere(stopped, 3, start + 2_000 + PING_POLICY.settledMs);
    expect(decideSending({ last: stopped, before: fix(0) }, again, calm, start + 5_000)).toMatchObject({ send: true });
    expect(decideSending({ last: again, before: stopped }, again, calm, start + 5_000)).toMatchObject({
      at: Date.parse(again.recordedAt) + PING_POLICY.stillSilenceMs,
    });
  });

  it("is exact where somebody watches, and coarser where nobody does or the battery runs low", () => {
    // 40 m beside where the map believes the rider to be.
    const astray = fix(3, { lat: 12.97036, lng: 77.59016 });
    expect(decide(astray).send).toBe(false);
    expect(decide(astray, { ...calm, nextPingSeconds: 3 }).send).toBe(true);
    expect(decide(astray, { ...calm, nextPingSeconds: 3, batteryLow: true }).send).toBe(false);
  });

  it("waits as long as the server asks who was sent too much", () => {
    const turned = fix(2, { lng: 77.5901, heading: 180 });
    expect(decide(turned, { ...calm, holdUntil: start + 9_000 })).toEqual({ send: false, at: start + 9_000 });
  });
});

it("a battery is low at a fifth, unless it is being charged", () => {
  expect(isLow({ level: 0.2, charging: false })).toBe(true);
  expect(isLow({ level: 0.21, charging: false })).toBe(false);
  expect(isLow({ level: 0.05, charging: true })).toBe(false);
});
