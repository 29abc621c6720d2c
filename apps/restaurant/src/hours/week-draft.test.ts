import { describe, expect, test } from "vitest";
import { copyDay, changeDay, draftOf, nextRange, readDraft, spanOf } from "./week-draft.ts";

const range = (weekday: number, opens: number, closes: number) => ({
  weekday,
  opensMinute: opens * 60,
  closesMinute: closes * 60,
});
const typed = (opens: string, closes: string, id = "0-0") => ({ id, opens, closes });

describe("a week that is being edited", () => {
  test("reads as it was, past midnight, up to midnight and round the clock", () => {
    const hours = [range(1, 12, 15), range(1, 18, 26), range(5, 10, 24), range(7, 0, 24)];
    expect(readDraft(draftOf(hours))).toEqual({ hours, issues: new Map() });
    expect(draftOf(hours)[0]).toMatchObject([
      { opens: "12:00", closes: "15:00" },
      { opens: "18:00", closes: "02:00" },
    ]);
  });

  test("says what a closing time means", () => {
    expect(spanOf(typed("11:00", "22:00"))).toBe("same-day");
    expect(spanOf(typed("18:00", "02:00"))).toBe("past-midnight");
    expect(spanOf(typed("18:00", "00:00"))).toBe("same-day");
    expect(spanOf(typed("06:00", "06:00"))).toBe("whole-day");
    expect(spanOf(typed("", ""))).toBe("same-day");
  });

  test("points at what is missing and at what overlaps, also with the night before", () => {
    const missing = changeDay(draftOf([]), 2, [typed("11:00", "", "a")]);
    expect(readDraft(missing).issues).toEqual(new Map([["a", "incomplete"]]));
    const early = changeDay(draftOf([range(1, 18, 26)]), 1, [typed("01:00", "05:00", "b")]);
    expect(readDraft(early).issues).toEqual(new Map([["b", "overlap"]]));
  });

  test("copies a day to others, a closed one too", () => {
    const week = draftOf([range(1, 11, 22), range(2, 9, 12)]);
    const copied = readDraft(copyDay(week, 0, [1, 6])).hours;
    expect(copied).toEqual([range(1, 11, 22), range(2, 11, 22), range(7, 11, 22)]);
    expect(readDraft(copyDay(week, 3, [0, 1])).hours).toEqual([]);
  });

  test("gives every new range an id of its own, whichever was removed before", () => {
    const first = nextRange([]);
    const second = nextRange([first]);
    const third = nextRange([second]);
    expect(new Set([first.id, second.id, third.id]).size).toBe(3);
    expect(first).toMatchObject({ opens: "11:00", closes: "22:00" });
  });
});
