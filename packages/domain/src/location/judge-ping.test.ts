import { describe, expect, it } from "vitest";
import { destination } from "../geo/distance.ts";
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
    const nextStreet = destination(home, 90, 600);
    const pings = (accuracy: Partial<Ping>) => [
      { ...home, ...accuracy, seq: 1, recordedAt: later(-1) },
      { ...nextStreet, ...accuracy, seq: 2, recordedAt: later(0) },
    ];
    expect(judgeAll(pings({}), now)).toEqual(["live", "live"]);
    expect(judgeAll(pings({ accuracy: 8 }), now)).toEqual(["live", "TOO_FAST"]);
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
    const memory: PingMemory = { last, seq: 900, doubted: null, isNewSession: false };
    expect(judgeAll([{ ...home, seq: 1 }], now, memory)).toEqual(["live"]);
  });

  it("of a new session may count from one, and come from anywhere", () => {
    const last = { ...destination(home, 0, 9_000), at: now.getTime() - 2_000 };
    const memory: PingMemory = { last, seq: 900, doubted: null, isNewSession: true };
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
