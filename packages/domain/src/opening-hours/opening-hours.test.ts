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
    expect(minutesUntilClosing(lateNight, at("2026-03-03T01:30"))).toBe(30);
    expect(minutesUntilClosing(lateNight, at("2026-03-02T12:00"))).toBeNull();
    const twoShifts = kolkata([
      { weekday: 1, opensMinute: 22 * 60, closesMinute: 24 * 60 },
      { weekday: 2, opensMinute: 0, closesMinute: 2 * 60 },
    ]);
    expect(minutesUntilClosing(twoShifts, at("2026-03-02T23:00"))).toBe(180);
  });

  it("never close where each day goes over into the next, but for a holiday", () => {
    expect(minutesUntilClosing(kolkata(everyDay(0, 1_440)), at("2026-03-02T12:00"))).toBeNull();
    expect(nextOpening(kolkata(everyDay(0, 1_440)), at("2026-03-02T12:00"))).toBeNull();
    const beforeHoli = kolkata(everyDay(0, 1_440), ["2026-03-03"]);
    expect(minutesUntilClosing(beforeHoli, at("2026-03-02T12:00"))).toBe(12 * 60);
    expect(nextOpening(beforeHoli, at("2026-03-03T12:00"))).toEqual(at("2026-03-04T00:00"));
  });

  it("say when they open next", () => {
    const lunch = kolkata([{ weekday: 3, opensMinute: 12 * 60, closesMinute: 15 * 60 }]);
    expect(nextOpening(lunch, at("2026-03-02T09:10"))).toEqual(at("2026-03-04T12:00"));
    expect(nextOpening(lunch, at("2026-03-04T13:00"))).toBeNull();
    expect(nextOpening(lunch, at("2026-03-04T15:00"))).toEqual(at("2026-03-11T12:00"));
    expect(nextOpening(kolkata([]), at("2026-03-02T09:10"))).toBeNull();
  });

  it("are looked for over two weeks of holidays, and no farther", () => {
    const holidays = (days: number) =>
      Array.from({ length: days }, (_, day) => `2026-03-${String(day + 2).padStart(2, "0")}`);
    const closed = (days: number) => kolkata(everyDay(10 * 60, 22 * 60), holidays(days));
    expect(nextOpening(closed(9), at("2026-03-02T12:00"))).toEqual(at("2026-03-11T10:00"));
    expect(nextOpening(closed(14), at("2026-03-02T12:00"))).toEqual(at("2026-03-16T10:00"));
    expect(nextOpening(closed(20), at("2026-03-02T12:00"))).toBeNull();
  });

  it("follow the zone's own clock changes", () => {
    const newYork: Openness = { hours: everyDay(9 * 60, 17 * 60), closures: [], timeZone: "America/New_York" };
    expect(isOpenAt(newYork, new Date("2026-01-15T14:30:00Z"))).toBe(true); // 09:30 EST
    expect(isOpenAt(newYork, new Date("2026-07-15T13:30:00Z"))).toBe(true); // 09:30 EDT
    expect(isOpenAt(newYork, new Date("2026-01-15T13:30:00Z"))).toBe(false);
  });
});

describe("the night in which clocks are set", () => {
  const berlin = (opensMinute: number, closesMinute: number): Openness => ({
    hours: everyDay(opensMinute, closesMinute),
    closures: [],
    timeZone: "Europe/Berlin",
  });
  // 29 March 2026: 02:00 becomes 03:00. 25 October: 03:00 becomes 02:00 again.
  const [saturdayInMarch, saturdayInOctober] = [new Date("2026-03-28T22:00:00Z"), new Date("2026-10-24T21:00:00Z")];

  it("is an hour shorter in spring and an hour longer in autumn for who works through it", () => {
    expect(minutesUntilClosing(berlin(18 * 60, 28 * 60), saturdayInMarch)).toBe(4 * 60); // From 23:00 to 04:00.
    expect(minutesUntilClosing(berlin(18 * 60, 28 * 60), saturdayInOctober)).toBe(6 * 60);
  });

  it("opens in time on the morning after", () => {
    expect(nextOpening(berlin(10 * 60, 20 * 60), saturdayInMarch)).toEqual(new Date("2026-03-29T08:00:00Z"));
    expect(nextOpening(berlin(10 * 60, 20 * 60), saturdayInOctober)).toEqual(new Date("2026-10-25T09:00:00Z"));
  });

  it("opens at three who would open in the hour that is skipped, and closes then who would close in it", () => {
    expect(nextOpening(berlin(150, 300), saturdayInMarch)).toEqual(new Date("2026-03-29T01:00:00Z"));
    expect(minutesUntilClosing(berlin(18 * 60, 26 * 60 + 30), saturdayInMarch)).toBe(180);
  });

  it("has an hour twice, and who is open in it is so twice", () => {
    const closesAtHalfPastTwo = berlin(18 * 60, 26 * 60 + 30);
    expect(minutesUntilClosing(closesAtHalfPastTwo, saturdayInOctober)).toBe(3 * 60 + 30);
    expect(nextOpening(closesAtHalfPastTwo, new Date("2026-10-25T00:45:00Z"))).toEqual(
      new Date("2026-10-25T01:00:00Z"),
    );
  });
});
