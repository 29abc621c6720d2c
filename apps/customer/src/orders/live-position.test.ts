import { describe, expect, it } from "vitest";
import { etaNow, followPosition } from "./live-position.ts";

const position = (seq: number, seconds: number) => ({
  lat: 12.97,
  lng: 77.59 + seq / 1_000,
  heading: 90,
  speed: 7,
  recordedAt: new Date(Date.parse("2026-03-01T12:00:00Z") + seconds * 1_000).toISOString(),
  seq,
  etaMinutes: { low: 4, high: 7 },
});

describe("positions from the channel", () => {
  const shown = followPosition(null, position(10, 100), 5_000);

  it("are followed", () => {
    expect(shown).toMatchObject({ seq: 10, fix: { speed: 7 }, eta: { low: 4, high: 7, at: 5_000 } });
    expect(followPosition(shown, position(11, 101), 6_000).seq).toBe(11);
  });

  it("are dropped when they come out of order or twice", () => {
    expect(followPosition(shown, position(9, 99), 6_000)).toBe(shown);
    expect(followPosition(shown, position(10, 100), 6_000)).toBe(shown);
    expect(followPosition(shown, position(9, 101), 6_000)).toBe(shown);
  });

  it("are followed again when the phone counts anew", () => {
    expect(followPosition(shown, position(1, 130), 6_000).seq).toBe(1);
  });
});

describe("an estimate", () => {
  const minutes = (n: number) => n * 60_000;
  const eta = { low: 4, high: 7, at: 0 };

  it("gets shorter as time passes, and stays a range", () => {
    expect(etaNow(eta, 0)).toEqual({ low: 4, high: 7 });
    expect(etaNow(eta, minutes(2))).toEqual({ low: 2, high: 5 });
    expect(etaNow(eta, minutes(6.6))).toEqual({ low: 1, high: 2 });
  });

  it("is claimed no longer the morning after", () => {
    expect(etaNow(eta, minutes(600))).toBeNull();
  });
});
