import { describe, expect, it } from "vitest";
import { destination } from "../geo/distance.ts";
import type { Location } from "../geo/location.ts";
import type { Ping } from "../wire/riders.ts";
import { judgePing, newPingMemory, type PingMemory } from "./judge-ping.ts";

const home = { lat: 12.97, lng: 77.59 };
const now = new Date("2026-03-01T12:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000).toISOString();
const judgeAll = (pings: Ping[], at: Date, memory: PingMemory = newPingMemory) => {
  const verdicts: string[] = [];
  for (const ping of pings) {
    const judged = judgePing(ping, memory, at);
    memory = judged.memory;
    verdicts.push(judged.verdict.kind === "rejected" ? judged.verdict.code : judged.verdict.kind);
  }
  return verdicts;
};

describe("a ping", () => {
  it("is the live position when it is new", () => {
    expect(
      judgeAll(
        [
          { ...home, seq: 1, recordedAt: later(-3) },
          { ...home, seq: 2 },
        ],
        now,
      ),
    ).toEqual(["live", "live"]);
  });

  it("is refused at (0,0), out of the future, and a second time", () => {
    expect(
      judgeAll(
        [
          { lat: 0, lng: 0 },
          { ...home, recordedAt: later(61) },
          { ...home, seq: 7 },
          { ...home, seq: 7 },
          { ...home, seq: 3 },
        ],
        now,
      ),
    ).toEqual(["INVALID", "FUTURE", "live", "DUPLICATE", "DUPLICATE"]);
  });

  it("is refused when it is older than two days, however many thousand years", () => {
    const times = [later(-48 * 3_600), later(-48 * 3_600 - 1), "1970-01-01T00:00:00.000Z", "0000-01-01T00:00:00.000Z"];
    const pings = times.map((recordedAt, seq) => ({ ...home, seq, recordedAt }));
    expect(judgeAll(pings, now)).toEqual(["late", "TOO_OLD", "TOO_OLD", "TOO_OLD"]);
  });

  it("is refused far from every city, however often it is said again, and does not shake the rider's place", () => {
    const cities = [
      { id: "bengaluru", ...home, radiusMeters: 25_000 },
      { id: "delhi", lat: 28.61, lng: 77.21, radiusMeters: 30_000 },
    ];
    const judge = (place: Location, memory: PingMemory, seq: number, area = { home: "bengaluru", cities }) =>
      judgePing({ ...place, seq, recordedAt: later(seq) }, memory, now, area);
    const swapped = { lat: home.lng, lng: home.lat };
    const first = judge(swapped, newPingMemory, -9);
    expect(first).toEqual({ verdict: { kind: "rejected", code: "OUT_OF_AREA" }, memory: newPingMemory });
    const good = judge(home, first.memory, -8);
    expect(good.verdict.kind).toBe("live");
    for (const place of [swapped, swapped, { lat: 28.36, lng: 70 }, destination(home, 0, 226_000)]) {
      const { verdict, memory } = judge(place, good.memory, -5);
      expect(verdict).toMatchObject({ code: "OUT_OF_AREA" });
      expect(memory).toBe(good.memory);
    }
    expect(judge(destination(home, 0, 224_000), newPingMemory, 0).verdict.kind).toBe("live");
    expect(judge({ lat: 28.36, lng: 77.22 }, newPingMemory, 0).verdict.kind).toBe("live");
    // Nothing is known of the cities yet, or not of the rider's own.
    expect(judge(swapped, newPingMemory, 0, { home: "bengaluru", cities: [] }).verdict.kind).toBe("live");
    expect(judge(swapped, newPingMemory, 0, { home: "new town", cities }).verdict.kind).toBe("live");
  });

  it("without a number is a duplicate only if it says the same of the same moment", () => {
    const ping = { ...home, recordedAt: later(-1) };
    expect(judgeAll([ping, ping, { ...ping, recordedAt: later(0) }], now)).toEqual(["live", "DUPLICATE", "live"]);
  });

  it("from a queue that was sent late is kept, not shown", () => {
    expect(
      judgeAll(
        [
          { ...home, seq: 1, recordedAt: later(-600) },
          { ...home, seq: 2, recordedAt: later(-300) },
          { ...home, seq: 3, recordedAt: later(-1) },
        ],
        now,
      ),
    ).toEqual(["late", "late", "live"]);
  });

  it("may be off by some streets when it does not say how exact it is, but not when it claims to be exact", () => {
    const nextStreet = destination(home, 90, 400);
    const pings = (accuracy: Partial<Ping>) => [
      { ...home, ...accuracy, seq: 1, recordedAt: later(-1) },
      { ...nextStreet, ...accuracy, seq: 2, recordedAt: later(0) },
    ];
    expect(judgeAll(pings({}), now)).toEqual(["live", "live"]);
    expect(judgeAll(pings({ accuracy: 8 }), now)).toEqual(["live", "TOO_FAST"]);
  });

  it("is not anywhere at once for saying that it may be anywhere", () => {
    const far = destination(home, 90, 92_000);
    for (const accuracy of [50_000, 200, 150, undefined]) {
      const stated = accuracy === undefined ? {} : { accuracy };
      const verdicts = judgeAll(
        [
          { ...home, seq: 1, recordedAt: later(-2), accuracy: 10 },
          { ...far, seq: 2, recordedAt: later(0), ...stated },
        ],
        now,
      );
      expect(verdicts, `${accuracy} m`).toEqual(["live", accuracy === 50_000 ? "vague" : "TOO_FAST"]);
    }
  });

  it("that is vague is no place, keeps the last one that it may still mean, and is forgotten by a good one", () => {
    const judge = (ping: Partial<Ping>, memory: PingMemory, seconds: number) =>
      judgePing({ ...home, recordedAt: later(seconds), ...ping }, memory, new Date(later(seconds)));
    const good = judge({ accuracy: 12, seq: 1 }, newPingMemory, 0);
    const indoors = judge({ ...destination(home, 0, 900), accuracy: 1_200, seq: 2 }, good.memory, 30);
    expect(indoors).toEqual({
      verdict: { kind: "vague", fix: expect.any(Object), keepsPlace: true },
      memory: { ...good.memory, seq: 2, vagueAt: Date.parse(later(30)) },
    });
    // Elsewhere by its own word; and too long after anybody knew.
    const elsewhere = { ...destination(home, 0, 5_000), accuracy: 1_200, seq: 3 };
    expect(judge(elsewhere, indoors.memory, 60).verdict).toMatchObject({ kind: "vague", keepsPlace: false });
    expect(judge({ accuracy: 1_200, seq: 3 }, indoors.memory, 1_801).verdict).toMatchObject({ keepsPlace: false });
    expect(judge({ accuracy: 1_200, seq: 2 }, indoors.memory, 60).verdict).toMatchObject({ code: "DUPLICATE" });
    // Two kilometers farther after five minutes indoors: nothing of that is a jump.
    const out = judge({ ...destination(home, 90, 2_000), accuracy: 12, seq: 4 }, indoors.memory, 300);
    expect(out).toMatchObject({ verdict: { kind: "live" }, memory: { vagueAt: null } });
    // A session that began vaguely has no place, least of all that of the session before.
    const begun = judge({ accuracy: 1_200, seq: 1 }, { ...good.memory, isNewSession: true }, 30);
    expect(begun).toMatchObject({ verdict: { keepsPlace: false }, memory: { vagueAt: null, isNewSession: true } });
  });

  it("whose phone says that it flies is not believed, and doubts nothing else", () => {
    const near = destination(home, 90, 11);
    expect(
      judgeAll(
        [
          { ...home, seq: 1, recordedAt: later(-4), speed: 5 },
          { ...near, seq: 2, recordedAt: later(-2), speed: 200 },
          { ...near, seq: 3, recordedAt: later(0), speed: 40 },
        ],
        now,
      ),
    ).toEqual(["live", "TOO_FAST", "live"]);
    // Nor does saying so hide a jump, or make a second one believed.
    const memory: PingMemory = { ...newPingMemory, last: { ...home, at: now.getTime() - 2_000 }, isNewSession: false };
    const flying = judgePing({ ...destination(home, 90, 9_000), speed: 61 }, memory, now);
    expect(flying).toMatchObject({ verdict: { code: "TOO_FAST", isJump: true }, memory: { doubted: null } });
  });

  it("that jumps is doubted once; a second beside it is believed", () => {
    const away = destination(home, 90, 5_000);
    expect(
      judgeAll(
        [
          { ...home, seq: 1, recordedAt: later(-10) },
          { ...away, seq: 2, recordedAt: later(-5) },
          { ...away, seq: 3, recordedAt: later(0) },
        ],
        now,
      ),
    ).toEqual(["live", "TOO_FAST", "live"]);
  });

  it("of a phone that began to count again is believed after five minutes of silence", () => {
    const last = { ...home, at: now.getTime() - 301_000 };
    const memory: PingMemory = { last, seq: 900, doubted: null, vagueAt: null, isNewSession: false };
    expect(judgeAll([{ ...home, seq: 1 }], now, memory)).toEqual(["live"]);
  });

  it("of a new session may count from one, and come from anywhere", () => {
    const last = { ...destination(home, 0, 9_000), at: now.getTime() - 2_000 };
    const memory: PingMemory = { last, seq: 900, doubted: null, vagueAt: null, isNewSession: true };
    expect(
      judgeAll(
        [
          { ...home, seq: 1 },
          { ...home, seq: 1 },
          { ...home, seq: 2 },
        ],
        now,
        memory,
      ),
    ).toEqual(["live", "DUPLICATE", "live"]);
  });
});
