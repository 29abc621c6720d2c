import { describe, expect, test } from "vitest";
import { opsOrderQuery, searchQuery, suggestQuery, toBoolean, toList, toNumber } from "./query.ts";

describe("a query string", () => {
  test("becomes numbers where it is one in plain decimals, and else stays for the schema to refuse", () => {
    expect(["12.9", "-77", "+1", "007"].map(toNumber)).toEqual([12.9, -77, 1, 7]);
    for (const other of ["", " ", "abc", "0x10", "1e3", "Infinity", "1,5", undefined])
      expect(toNumber(other)).toBe(other);
  });

  test("says yes and no in two ways each", () => {
    expect(["true", "1", "false", "0"].map(toBoolean)).toEqual([true, true, false, false]);
    for (const other of ["yes", "TRUE", "", undefined]) expect(toBoolean(other)).toBe(other);
  });

  test("asks for stuck orders by the bare name of the parameter", () => {
    expect(["", "true", "0"].map((stuck) => opsOrderQuery.parse({ stuck }).stuck)).toEqual([true, true, false]);
    expect(opsOrderQuery.safeParse({ stuck: "perhaps" }).error?.issues[0]?.path).toEqual(["stuck"]);
  });

  test("lists by repetition and by commas alike", () => {
    expect(toList("Thai, Chinese")).toEqual(["Thai", "Chinese"]);
    expect(toList(["Thai", "Chinese,Goan"])).toEqual(["Thai", "Chinese", "Goan"]);
    for (const nothing of ["", ",", " , "]) expect(toList(nothing)).toBeUndefined();
  });

  test("of a search is typed, and leaves out what was left out", () => {
    const query = { lat: "12.9", lng: "77.6", cuisine: "Thai", veg: "0", limit: "5" };
    const typed = { lat: 12.9, lng: 77.6, cuisine: ["Thai"], veg: false, limit: 5 };
    expect(searchQuery.parse(query)).toEqual({ ...typed, sort: "relevance" });
    expect(searchQuery.safeParse({ ...query, latitude: "1" }).error?.issues[0]).toMatchObject({ keys: ["latitude"] });
    expect(suggestQuery.safeParse({ lat: "12.9", lng: "77.6", q: "do", limit: "5" }).error?.issues[0]).toMatchObject({
      keys: ["limit"],
    });
  });
});
