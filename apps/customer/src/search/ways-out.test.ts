import { describe, expect, it } from "vitest";
import type { Asked } from "./search-state.ts";
import { waysOut, worthOffering } from "./ways-out.ts";

const asked: Asked = {
  lat: 13,
  lng: 77,
  radiusKm: 5,
  sort: "relevance",
  limit: 24,
  q: "momos",
  veg: true,
  openNow: true,
};
const kinds = (list: readonly { kind: string }[]) => list.map((way) => way.kind);
const offered = (totals: Partial<Record<string, number>>) =>
  worthOffering(waysOut(asked).map((way) => ({ way, total: totals["km" in way ? `${way.km}` : way.kind] ?? 0 }))).map(
    ({ way }) => ("km" in way ? way.km : way.kind),
  );

describe("ways out of an empty answer", () => {
  it("are wider circles, one filter less, all filters less, and other words", () => {
    expect(kinds(waysOut(asked))).toEqual(["widen", "widen", "widen", "open", "veg", "filters", "words"]);
    expect(kinds(waysOut({ ...asked, radiusKm: 25, veg: undefined, openNow: undefined }))).toEqual(["words"]);
  });

  it("ask for the rest of the wish unchanged", () => {
    const open = waysOut(asked).find((way) => way.kind === "open");
    expect(open?.asked).toEqual({ lat: 13, lng: 77, radiusKm: 5, sort: "relevance", limit: 24, q: "momos", veg: true });
    expect(open?.patch).toEqual({ open: null });
  });

  it("are offered only when they lead somewhere: of the circles the nearest", () => {
    expect(offered({ 15: 3, 25: 9, words: 40 })).toEqual([15, "words"]);
    expect(offered({})).toEqual([]);
  });

  it("give up all filters only when one is not enough", () => {
    expect(offered({ veg: 2, filters: 5 })).toEqual(["veg"]);
    expect(offered({ filters: 5 })).toEqual(["filters"]);
  });
});
