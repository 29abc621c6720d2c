import { describe, expect, it } from "vitest";
import { isOpenAt, minutesUntilClosing, nextOpening, type Openness } from "./opening-hours.ts";

const everyDay = (opensMinute: number, closesMinute: number) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensMinute, closesMinute }));
const kolkata = (hours: Openness["hours"], closures: string[] = []): Openness => ({
  hours,
  closures,
  timeZone: "Asia/Kolkata",
});
/** 2026-03-02 is a Monday; Kolkata is 5:30 ahead of UTC. */
const at = (local: string) => new Date(`${local}:00+05:30`);

describe("opening hours", () => {
  const lateNight = kolkata(everyDay(18 * 60, 26 * 60));

  it("reach past midnight", () => {
    expect(isOpenAt(lateNight, at("2026-03-02T17:59"))).toBe(false);
    expect(isOpenAt(lateNight, at("2026-03-02T18:00"))).toBe(true);
    expect(isOpenAt(lateNight, at("2026-03-03T01:59"))).toBe(true);
    expect(isOpenAt(lateNight, at("2026-03-03T02:00"))).toBe(false);
  });

  it("belong to the day they began on: a closed Monday is closed until Tuesday's opening", () => {
    const closedMonday = kolkata(everyDay(18 * 60, 26 * 60), ["2026-03-02"]);
    expect(isOpenAt(closedMonday, at("2026-03-02T01:00"))).toBe(true); // Sunday's night
    expect(isOpenAt(closedMonday, at("2026-03-02T20:00"))).toBe(false);
    expect(isOpenAt(closedMonday, at("2026-03-03T01:00"))).toBe(false);
    expect(isOpenAt(closedMonday, at("2026-03-03T18:30"))).toBe(true);
  });

  it("say how long the doors stay open, over ranges that touch", () => {
    const aroundTheClock = kolkata(everyDay(0, 1_440));
    expect(minutesUntilClosing(lateNight, at("2026-03-03T01:30"))).toBe(30);
    expect(minutesUntilClosing(lateNight, at("2026-03-02T12:00"))).toBeNull();
    expect(minutesUntilClosing(aroundTheClock, at("2026-03-02T12:00"))).toBeGreaterThan(12 * 60);
  });

  it("say when they open next", () => {
    const lunch = kolkata([{ weekday: 3, opensMinute: 12 * 60, closesMinute: 15 * 60 }]);
    expect(nextOpening(lunch, at("2026-03-02T09:10"))).toEqual(at("2026-03-04T12:00"));
    expect(nextOpening(lunch, at("2026-03-04T13:00"))).toBeNull();
    expect(nextOpening(lunch, at("2026-03-04T15:00"))).toEqual(at("2026-03-11T12:00"));
    expect(nextOpening(kolkata([]), at("2026-03-02T09:10"))).toBeNull();
  });

  it("follow the zone's own clock changes", () => {
    const newYork: Openness = { hours: everyDay(9 * 60, 17 * 60), closures: [], timeZone: "America/New_York" };
    expect(isOpenAt(newYork, new Date("2026-01-15T14:30:00Z"))).toBe(true); // 09:30 EST
    expect(isOpenAt(newYork, new Date("2026-07-15T13:30:00Z"))).toBe(true); // 09:30 EDT
    expect(isOpenAt(newYork, new Date("2026-01-15T13:30:00Z"))).toBe(false);
  });
});
