import { describe, expect, it } from "vitest";
import { carriedSince, etaNow, followPosition, shownFix } from "./live-position.ts";

const at = (seconds: number) => new Date(Date.parse("2026-03-01T12:00:00Z") + seconds * 1_000).toISOString();
const since = at(10);
const position = (seq: number, seconds: number) => ({
  lat: 12.97,
  lng: 77.59 + seq / 1_000,
  heading: 90,
  speed: 7,
  recordedAt: at(seconds),
  seq,
  etaMinutes: { low: 4, high: 7 },
});

describe("positions from the channel", () => {
  const shown = followPosition(null, position(10, 100), 5_000, since);

  it("are followed", () => {
    expect(shown).toMatchObject({ seq: 10, fix: { speed: 7 }, eta: { low: 4, high: 7, at: 5_000 } });
    expect(followPosition(shown, position(11, 101), 6_000, since).seq).toBe(11);
  });

  it("are dropped when they come out of order or twice", () => {
    expect(followPosition(shown, position(9, 99), 6_000, since)).toBe(shown);
    expect(followPosition(shown, position(10, 100), 6_000, since)).toBe(shown);
    expect(followPosition(shown, position(9, 101), 6_000, since)).toBe(shown);
  });

  it("are followed again when the phone counts anew", () => {
    expect(followPosition(shown, position(1, 130), 6_000, since).seq).toBe(1);
  });

  it("of another rider are followed at once, whatever the one before had sent", () => {
    expect(followPosition(shown, position(1, 99), 6_000, at(90)).seq).toBe(1);
  });
});

describe("the rider on the map", () => {
  type Tracked = Parameters<typeof shownFix>[1];
  const tracked = (timeline: [status: Tracked["order"]["status"], seconds: number][], rider?: Tracked["rider"]) => ({
    order: {
      timeline: timeline.map(([status, seconds]) => ({ status, at: at(seconds) })),
      ...(timeline.at(-1)?.[0] === "CONFIRMED" ? {} : { rider: { name: "Imran", vehicle: "bicycle" } }),
    } as Tracked["order"],
    rider,
  });
  const carried = tracked([
    ["CONFIRMED", 10],
    ["ASSIGNED", 20],
  ]);
  const waiting = tracked([
    ["CONFIRMED", 10],
    ["ASSIGNED", 20],
    ["CONFIRMED", 110],
  ]);
  const carriedByAnother = tracked([
    ["CONFIRMED", 10],
    ["ASSIGNED", 20],
    ["CONFIRMED", 110],
    ["READY", 110],
  ]);
  const heard = followPosition(null, position(10, 100), 5_000, carriedSince(carried.order));

  it("is where the newest position says, from the channel or from the snapshot", () => {
    expect(shownFix(null, carried)).toBeNull();
    expect(shownFix(heard, carried)).toBe(heard.fix);
    const snapshot = (seconds: number) => ({
      ...carried,
      rider: { name: "Imran", location: { lat: 12.9, lng: 77.5 }, heading: null, recordedAt: at(seconds) },
    });
    expect(shownFix(heard, snapshot(99))).toBe(heard.fix);
    expect(shownFix(heard, snapshot(101))).toMatchObject({ location: { lat: 12.9 } });
  });

  it("is gone when the order was taken from them, and does not come back with the next one", () => {
    expect(shownFix(heard, waiting)).toBeNull();
    expect(shownFix(heard, carriedByAnother)).toBeNull();
    const next = followPosition(heard, position(3, 112), 6_000, carriedSince(carriedByAnother.order));
    expect(shownFix(next, carriedByAnother)).toBe(next.fix);
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
