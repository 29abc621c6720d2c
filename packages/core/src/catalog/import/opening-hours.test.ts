import { describe, expect, it } from "vitest";
import { readOpeningHours } from "./opening-hours.ts";
import type { HoursContext } from "./opening-hours-osm.ts";

// A Wednesday before Christmas.
const now = new Date("2026-12-16T10:00:00Z");
const nandipur: HoursContext = {
  location: { lat: 12.3, lng: 76.64 },
  country: "IN",
  state: undefined,
  timeZone: "Asia/Kolkata",
  now,
};
const munich: HoursContext = {
  location: { lat: 48.14, lng: 11.58 },
  country: "DE",
  state: "Bayern",
  timeZone: "Europe/Berlin",
  now,
};

/** `1 10:00-22:00`: weekday, then the range; hours past 24 are of the next day. */
function read(text: string, place = nandipur): string[] | undefined {
  const clock = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  return readOpeningHours(text, place)?.weekly.map(
    ({ weekday, opensMinute, closesMinute }) => `${weekday} ${clock(opensMinute)}-${clock(closesMinute)}`,
  );
}
const closures = (text: string, place = nandipur) => readOpeningHours(text, place)?.closures;
const notes = (text: string, place = nandipur) => readOpeningHours(text, place)?.notes;
const daily = (range: string): string[] => [1, 2, 3, 4, 5, 6, 7].map((weekday) => `${weekday} ${range}`);

describe("OpenStreetMap's opening_hours", () => {
  it("become weekly ranges, several a day, with days off", () => {
    expect(read("Mo-Fr 11:00-15:00,18:00-23:00; We off")).toEqual(
      [1, 2, 4, 5].flatMap((day) => [`${day} 11:00-15:00`, `${day} 18:00-23:00`]),
    );
    expect(read("24/7")).toEqual(daily("00:00-24:00"));
    expect(read("11am-11pm")).toEqual(daily("11:00-23:00"));
    expect(read("12noon-11:30pm")).toEqual(daily("12:00-23:30"));
  });

  it("belong to the day on which they begin when they pass midnight", () => {
    expect(read("Fr,Sa 18:00-02:00")).toEqual(["5 18:00-26:00", "6 18:00-26:00"]);
    expect(read("Fr 18:00-24:00; Sa 00:00-24:00")).toEqual(["5 18:00-24:00", "6 00:00-24:00"]);
  });

  it("close on single dates of the coming year, which don't change what a usual week is like", () => {
    // Both are Fridays, a week apart.
    const text = "Mo-Su 10:00-22:00; Dec 25 off; Jan 1 off";
    expect(read(text)).toEqual(daily("10:00-22:00"));
    expect(closures(text)).toEqual(["2026-12-25", "2027-01-01"]);
  });

  it("know the holidays of many countries, and say so where they don't", () => {
    const text = "Mo-Su 10:00-22:00; PH off";
    expect(closures(text, munich)).toContain("2027-01-06");
    expect(closures(text, { ...munich, state: "Berlin" })).not.toContain("2027-01-06");
    expect(read(text)).toEqual(daily("10:00-22:00"));
    expect([closures(text), notes(text)]).toEqual([[], ["HOLIDAYS_UNKNOWN"]]);
    expect(read("Mo-Fr,PH 10:00-20:00")).toHaveLength(5);
    expect(read("PH,Sa 10:00-20:00")).toEqual(["6 10:00-20:00"]);
  });

  it("that end with a season are closed until the next one; those that change with it are this season's", () => {
    const garden = "Apr-Oct: Mo-Su 10:00-22:00";
    expect(read(garden)).toEqual(daily("10:00-22:00"));
    expect(closures(garden)?.[0]).toBe("2026-12-16");
    expect(closures(garden)).toContain("2027-03-31");
    expect(closures(garden)).not.toContain("2027-04-01");
    const always = "Apr-Oct: Mo-Su 10:00-22:00; Nov-Mar: Mo-Su 12:00-20:00";
    expect([read(always), notes(always)]).toEqual([daily("12:00-20:00"), ["HOURS_VARY"]]);
  });

  it("follow the sun where the place is, in its own time", () => {
    expect(read("sunrise-sunset")?.[0]).toMatch(/^1 06:3\d-1[78]:/);
    expect(read("sunrise-sunset", munich)?.[0]).toMatch(/^1 0[78]:\d\d-16:/);
  });

  it("without a closing time close at a usual one; a remark doesn't close the doors, an appointment does", () => {
    expect(read("18:00+")).toEqual(daily("18:00-23:00"));
    expect(read("12:00-22:00+")).toEqual(daily("12:00-22:00"));
    expect(read('Mo-Su 11:00-22:00 "kitchen until 21:30"')).toEqual(daily("11:00-22:00"));
    expect(read('Mo-Su 11:00-22:00 "on appointment"')).toBeUndefined();
  });
});

describe("schema.org's openingHoursSpecification", () => {
  it("comes as JSON, and as Python prints that", () => {
    expect(read(`[{"dayOfWeek":["Monday"],"opens":"11:00","closes":"23:00"}]`)).toEqual(["1 11:00-23:00"]);
    expect(read("[{'dayOfWeek': ['Monday'], 'opens': '11:0', 'closes': '2:0'}]")).toEqual(["1 11:00-26:00"]);
  });

  it("may name a day twice: what overlaps is joined", () => {
    const twice = `{"dayOfWeek":["https://schema.org/Monday","Monday"],"opens":"10:00","closes":"23:59"}`;
    expect(read(`[${twice},{"dayOfWeek":"Monday","opens":"08:00","closes":"11:00"}]`)).toEqual(["1 08:00-24:00"]);
  });
});

it("are unknown rather than guessed", () => {
  for (const text of [
    "",
    "whenever it rains",
    "2019 Mo-Su 10:00-20:00",
    "off",
    '"by appointment"',
    "[{'opens': 'noon'}]",
    "{",
    `Mo ${"x".repeat(2_000)}`,
  ]) {
    expect(readOpeningHours(text, nandipur)).toBeUndefined();
  }
});
