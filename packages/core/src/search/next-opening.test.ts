import type { SearchDocument } from "@tiffin/domain/search/document";
import { describe, expect, it } from "vitest";
import { opensAgain } from "./next-opening.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensMinute: 660, closesMinute: 1_380 }));
const kitchen = (over: Partial<SearchDocument> = {}) =>
  ({
    timeZone: "Asia/Kolkata",
    hours: everyDay,
    closures: [],
    acceptingOrders: true,
    pausedUntil: null,
    ...over,
  }) as unknown as SearchDocument;
const at = (time: string) => new Date(`2026-11-23T${time}:00+05:30`);

describe("when a closed kitchen takes orders again", () => {
  it("is its next opening, also when asked again later", () => {
    const document = kitchen();
    expect(opensAgain(document, at("05:00"))).toEqual(at("11:00"));
    expect(opensAgain(document, at("10:59"))).toEqual(at("11:00"));
    expect(opensAgain(document, at("23:30"))).toEqual(new Date("2026-11-24T11:00:00+05:30"));
  });

  it("is the end of its pause, when it is open then", () => {
    expect(opensAgain(kitchen({ pausedUntil: at("14:00").toISOString() }), at("13:30"))).toEqual(at("14:00"));
    expect(opensAgain(kitchen({ pausedUntil: at("23:30").toISOString() }), at("23:10"))).toEqual(
      new Date("2026-11-24T11:00:00+05:30"),
    );
  });

  it("is unknown when it is switched off, or has no hours", () => {
    expect(opensAgain(kitchen({ acceptingOrders: false }), at("13:30"))).toBeNull();
    expect(opensAgain(kitchen({ hours: [] }), at("13:30"))).toBeNull();
  });
});
