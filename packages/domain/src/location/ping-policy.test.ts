import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { destination, distanceMeters } from "../geo/distance.ts";
import { decidePing, nextPingSeconds, PING_POLICY, reckonPosition, type MovingFix } from "./ping-policy.ts";

const home = { lat: 12.97, lng: 77.59 };
/** On the way east at 8 m/s, as the phone measured it and sent it. */
const sent: MovingFix = { ...home, at: 0, heading: 90, speed: 8, accuracy: 6 };
const watched = { watched: true };

/** Where the rider is after `seconds` of riding on as the map thinks, but `aside` meters to the left of it. */
function after(seconds: number, aside = 0, change: Partial<MovingFix> = {}): MovingFix {
  return {
    ...sent,
    ...destination(destination(home, 90, 8 * seconds), 0, aside),
    at: seconds * 1_000,
    ...change,
  };
}

describe("reckoning where a rider is", () => {
  it("goes straight on at the speed and heading of the last position", () => {
    expect(distanceMeters(reckonPosition(sent, 5_000), after(5))).toBeLessThan(0.01);
  });

  it("waits for news after the horizon, and where the motion is unknown", () => {
    const horizon = PING_POLICY.horizonMs;
    expect(reckonPosition(sent, 10 * horizon)).toEqual(reckonPosition(sent, horizon));
    expect(reckonPosition({ ...sent, heading: null }, 5_000)).toMatchObject(home);
    expect(reckonPosition({ ...sent, speed: 0.3 }, 5_000)).toMatchObject(home);
  });
});

describe("a phone", () => {
  it("sends its first fix", () => {
    expect(decidePing(null, sent, watched)).toEqual({ send: true, because: "first" });
  });

  it("is silent while the map is right, and says when it will speak again", () => {
    expect(decidePing(sent, after(6), watched)).toEqual({ send: false, at: PING_POLICY.horizonMs });
    expect(decidePing(sent, after(16), watched)).toEqual({ send: true, because: "silence" });
  });

  it("sends when the map would be wrong, for a watcher sooner than for nobody", () => {
    expect(decidePing(sent, after(6, 25), watched)).toEqual({ send: true, because: "astray" });
    expect(decidePing(sent, after(6, 25), { watched: false })).toMatchObject({ send: false });
    expect(decidePing(sent, after(6, 80), { watched: false })).toEqual({ send: true, because: "astray" });
  });

  it("sends a stop and a sharp turn at once, over north too", () => {
    expect(decidePing(sent, after(2, 0, { speed: 0 }), watched)).toEqual({ send: true, because: "stopped" });
    expect(decidePing(sent, after(2, 0, { heading: 175 }), watched)).toEqual({ send: true, because: "turned" });
    const north = { ...sent, heading: 355 };
    expect(decidePing(north, { ...north, at: 1_000, heading: 5 }, watched)).toMatchObject({ send: false });
  });

  it("says at once where it is when it could only guess before", () => {
    const guess = { ...sent, speed: 0, accuracy: 1_500 };
    const clear = { ...guess, ...destination(home, 0, 5), at: 2_000, accuracy: 8 };
    expect(decidePing(guess, clear, { watched: false })).toEqual({ send: true, because: "clearer" });
    expect(decidePing(guess, { ...guess, at: 2_000 }, { watched: false })).toMatchObject({ send: false });
  });

  it("says a stop once more when it has come to a stand, and not again after that", () => {
    const stopped = after(2, 0, { speed: 0 });
    const later = (ms: number, change: Partial<MovingFix> = {}) => ({ ...stopped, at: stopped.at + ms, ...change });
    const decide = (fix: MovingFix) => decidePing(stopped, fix, { watched: true, before: sent });
    const { settledMs, stillSilenceMs } = PING_POLICY;
    expect(decide(later(1_000))).toEqual({ send: false, at: stopped.at + settledMs });
    expect(decide(later(settledMs))).toEqual({ send: true, because: "settled" });
    expect(decide(later(settledMs, { speed: 3 })), "a red light that turned green").toMatchObject({ send: false });
    expect(decidePing(later(settledMs), later(2 * settledMs), { watched: true, before: stopped })).toEqual({
      send: false,
      at: stopped.at + settledMs + stillSilenceMs,
    });
  });

  it("keeps the jitter of a vague fix to itself", () => {
    expect(decidePing(sent, after(3, 30, { accuracy: 40 }), watched)).toMatchObject({ send: false });
  });

  it("that stands says every half minute that it is there", () => {
    const still = { ...sent, speed: 0 };
    expect(decidePing(still, { ...still, at: 29_000 }, watched)).toMatchObject({ send: false, at: 30_000 });
    expect(decidePing(still, { ...still, at: 30_000 }, watched)).toEqual({ send: true, because: "silence" });
  });

  it("without speed or heading sends by how far it came", () => {
    const plain = { ...home, at: 0 };
    expect(decidePing(plain, { ...destination(home, 0, 10), at: 4_000 }, watched)).toMatchObject({ send: false });
    expect(decidePing(plain, { ...destination(home, 0, 20), at: 4_000 }, watched)).toMatchObject({ because: "astray" });
  });
});

it("never lets the map be wrong by more than the tolerance at a fix, whatever the way ridden", () => {
  const steps = fc.array(
    fc.record({
      turn: fc.double({ min: -90, max: 90, noNaN: true }),
      speed: fc.double({ min: 0, max: 20, noNaN: true }),
    }),
    { minLength: 1, maxLength: 120 },
  );
  fc.assert(
    fc.property(steps, (way) => {
      let at: MovingFix = { ...home, at: 0, heading: 0, speed: 0, accuracy: 5 };
      let last: MovingFix | null = null;
      for (const [second, { turn, speed }] of way.entries()) {
        const heading: number = ((at.heading ?? 0) + turn + 360) % 360;
        at = { ...destination(at, heading, speed), at: second * 1_000, heading, speed, accuracy: 5 };
        if (decidePing(last, at, watched).send) last = at;
        const shown: MovingFix = last ?? at;
        expect(distanceMeters(reckonPosition(shown, at.at), at)).toBeLessThanOrEqual(
          PING_POLICY.watchedToleranceMeters,
        );
        expect(at.at - shown.at).toBeLessThan(PING_POLICY.stillSilenceMs);
      }
    }),
  );
});

it("the server asks a still phone for a ping every 30 s and a watched one every 3", () => {
  const before = { ...home, at: 0 };
  const moved = { ...destination(home, 0, 50), at: 5_000 };
  expect(nextPingSeconds(before, { ...home, at: 5_000 }, 0, true)).toBe(30);
  expect(nextPingSeconds(before, moved, undefined, false)).toBe(5);
  expect(nextPingSeconds(before, moved, undefined, true)).toBe(3);
});
