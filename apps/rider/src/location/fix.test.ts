import { describe, expect, it } from "vitest";
import { type Fix, fixFrom, isWorthSending } from "./fix.ts";

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
/** 55 m further east. */
const further = { lng: 77.5905 };

describe("when to send a position", () => {
  it("sends the first one, and then as often as the server asks", () => {
    expect(isWorthSending(fix(0), null, 4)).toBe(true);
    expect(isWorthSending(fix(3, further), fix(0), 4)).toBe(false);
    expect(isWorthSending(fix(4, further), fix(0), 4)).toBe(true);
  });

  it("sends a sharp turn at once, over north too", () => {
    expect(isWorthSending(fix(2, { ...further, heading: 180 }), fix(0), 10)).toBe(true);
    expect(isWorthSending(fix(2, { ...further, heading: 5 }), fix(0, { heading: 355 }), 10)).toBe(false);
  });

  it("sends a stop at once", () => {
    expect(isWorthSending(fix(2, { ...further, speed: 0 }), fix(0), 10)).toBe(true);
  });

  it("does not send the jitter of a phone that stands", () => {
    const still = fix(0, { speed: 0 });
    expect(isWorthSending(fix(5, { lat: 12.97003, speed: 0 }), still, 30)).toBe(false);
  });
});

describe("a browser's position", () => {
  it("leaves out what the phone does not know", () => {
    const position = {
      timestamp: start,
      coords: { latitude: 12.97, longitude: 77.59, accuracy: 9, heading: Number.NaN, speed: null },
    } as GeolocationPosition;
    expect(fixFrom(position, 7)).toEqual({
      lat: 12.97,
      lng: 77.59,
      accuracy: 9,
      recordedAt: "2026-03-01T12:00:00.000Z",
      seq: 7,
    });
  });
});
