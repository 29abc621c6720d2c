import { describe, expect, it } from "vitest";
import { memorySource } from "./byte-source.ts";
import { importMapSchema } from "./field-map.ts";
import { readGeoJson } from "./read-geojson.ts";
import type { SourceEntry } from "./source.ts";

const now = new Date("2026-03-01T10:00:00Z");
const point = (lng = 76.64, lat = 12.3) => ({ type: "Point", coordinates: [lng, lat] });
const place = (properties: object, more: object = {}) => ({
  type: "Feature",
  properties: { amenity: "restaurant", name: "Ruchi", ...properties },
  geometry: point(),
  ...more,
});
const collection = (...features: unknown[]): string => JSON.stringify({ type: "FeatureCollection", features });

async function read(text: string, map: object = {}, country = "IN") {
  const source = await readGeoJson(memorySource(text), importMapSchema.parse(map));
  const entries: SourceEntry[] = [];
  let cutOff: string | undefined;
  for await (const entry of source.rows({ country, now }, { onCutOff: (detail) => (cutOff = detail) }))
    entries.push(entry);
  const rows = entries.flatMap((entry) => ("row" in entry ? [entry.row.values] : []));
  const refused = entries.flatMap((entry) => ("refused" in entry ? [entry.refused] : []));
  return { rows, refused, cutOff };
}

describe("a file", () => {
  it("is a FeatureCollection, or one feature a line, in which a broken line is refused alone", async () => {
    expect((await read(collection(place({}), place({})))).rows).toHaveLength(2);
    const byLine = `\u001E${JSON.stringify(place({}))}\r\n{"type": "Fea\n\n${JSON.stringify(place({ name: "Anand" }))}`;
    const { rows, refused } = await read(byLine);
    expect(rows.map(({ name }) => name)).toEqual(["Ruchi", "Anand"]);
    expect(refused).toMatchObject([{ line: 2, code: "MALFORMED_ROW" }]);
  });

  it("that breaks off gives what came before, and says so", async () => {
    const whole = collection(place({}), place({ name: "Anand" }));
    const { rows, cutOff } = await read(whole.slice(0, -30));
    expect(rows.map(({ name }) => name)).toEqual(["Ruchi"]);
    expect(cutOff).toContain("after 1 features");
    expect((await read(whole)).cutOff).toBeUndefined();
  });

  it("of another kind is said to be so", async () => {
    await expect(read('{"version":0.6,"elements":[{"type":"node"}]}')).rejects.toThrow(/Overpass's own JSON/);
    await expect(read("name,lat,lng\nRuchi,12.3,76.6")).rejects.toThrow(/no GeoJSON/);
    await expect(read('{"type":"Topology"}')).rejects.toThrow(/no GeoJSON/);
  });

  it("may hold anything: what is no feature is refused, and no key reaches further than its own", async () => {
    const evil =
      '{"type":"Feature","properties":{"__proto__":{"name":"Evil"},"constructor":"x","amenity":"restaurant"},"geometry":null}';
    const { rows, refused } = await read(`{"features":[1,null,[],"x",{"properties":7},${evil}]}`);
    expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => "MALFORMED_ROW"));
    expect(rows.map(({ name }) => name)).toEqual([undefined, undefined]);
    expect(({} as { name?: string }).name).toBeUndefined();
    const deep = `{"features":[${JSON.stringify(place({}, { geometry: null })).replace("null", `{"type":"Polygon","coordinates":${"[".repeat(20_000)}${"]".repeat(20_000)}}`)}]}`;
    expect((await read(deep)).rows).toMatchObject([{ name: "Ruchi" }]);
  });
});

describe("tags", () => {
  const one = async (properties: object, more: object = {}, country = "IN") =>
    (await read(collection(place(properties, more)), {}, country)).rows[0];

  it("name a place in English, and in the language that is spoken there", async () => {
    const names = { name: "ನಂದಿ", "name:en": "Nandi", "name:kn": "ನಂದಿ", "name:hi": "नंदी" };
    expect(await one(names)).toMatchObject({ name: "Nandi", localName: "ನಂದಿ" });
    const inJapan = { name: "寿司", "name:en": "Sushi", "name:ja": "すし", "name:kn": "ಸುಶಿ" };
    expect(await one(inJapan, {}, "JP")).toMatchObject({ name: "Sushi", localName: "すし" });
    expect(await one({ name: undefined, brand: "Vada & Co" })).toMatchObject({ name: "Vada & Co" });
  });

  it("give cuisines as people write them; a kind of place is a cuisine where none is named", async () => {
    expect(await one({ cuisine: "south_indian;ice_cream;regional" })).toMatchObject({
      cuisines: "South Indian;Ice Cream",
    });
    expect(await one({ amenity: "fast_food" })).toMatchObject({ cuisines: "Fast Food" });
    expect(await one({})).not.toHaveProperty("cuisines");
    expect(await one({ amenity: undefined, shop: "bakery" })).toMatchObject({ cuisines: "Bakery" });
  });

  it("make an address of its parts", async () => {
    const parts = {
      "addr:housenumber": "12",
      "addr:street": "Fort Road",
      "addr:suburb": "Kote",
      "addr:postcode": "570001",
    };
    expect(await one(parts)).toMatchObject({ address: "12, Fort Road, Kote 570001" });
    expect(await one({ "addr:full": "Opposite the tower" })).toMatchObject({ address: "Opposite the tower" });
  });

  it("say whether all of it is vegetarian: only is, yes is not", async () => {
    expect(await one({ "diet:vegetarian": "only" })).toMatchObject({ pureVeg: "yes" });
    expect(await one({ "diet:vegan": "only" })).toMatchObject({ pureVeg: "yes" });
    expect(await one({ "diet:vegetarian": "yes" })).not.toHaveProperty("pureVeg");
  });

  it("carry the same id, whichever tool wrote the export", async () => {
    for (const written of [
      { "@id": "node/77" },
      { full_id: "n77" },
      { osm_type: "node", osm_id: 77 },
      { "@id": "node/77 (v3)" },
    ]) {
      expect(await one(written)).toMatchObject({ id: "node/77" });
    }
    expect(await one({}, { id: "way/5" })).toMatchObject({ id: "way/5" });
  });

  it("are overruled by the map", async () => {
    const fields = { name: "alt_name", rating: "score" };
    const { rows } = await read(collection(place({ alt_name: "Ruchi Grand", score: 4.5 })), { fields });
    expect(rows).toMatchObject([{ name: "Ruchi Grand", rating: "4.5" }]);
  });
});

describe("places that are not taken", () => {
  const why = async (properties: object) =>
    (await read(collection(place(properties)))).refused.map(({ code, detail }) => `${code} ${detail}`);

  it("have closed for good", async () => {
    expect(await why({ amenity: undefined, "disused:amenity": "cafe" })).toEqual(["CLOSED_DOWN disused:amenity=cafe"]);
    expect(await why({ amenity: undefined, "was:amenity": "restaurant" })).toEqual([
      "CLOSED_DOWN was:amenity=restaurant",
    ]);
    expect(await why({ opening_hours: "closed" })).toEqual(["CLOSED_DOWN opening_hours=closed"]);
    expect(await why({ end_date: "2019" })).toEqual(["CLOSED_DOWN end_date=2019"]);
    expect(await why({ end_date: "2026" })).toEqual([]);
    expect(await why({ "was:amenity": "bank" })).toEqual([]);
  });

  it("are something else", async () => {
    expect(await why({ amenity: "bank" })).toEqual(["NOT_A_RESTAURANT amenity=bank"]);
    expect(await why({ amenity: "pub" })).toEqual(["NOT_A_RESTAURANT amenity=pub"]);
    expect(await why({ amenity: "pub", food: "yes" })).toEqual([]);
    expect(await why({ amenity: undefined, "construction:amenity": "cafe" })).toEqual([
      "NOT_A_RESTAURANT construction: not open yet",
    ]);
  });
});

it("takes a place from a point, the middle of a building, or of the largest of several", async () => {
  const ring = (x: number, size: number) => [
    [
      [x, 12],
      [x + size, 12],
      [x + size, 12 + size],
      [x, 12 + size],
      [x, 12],
    ],
  ];
  const at = async (geometry: unknown) => {
    const [row] = (await read(collection(place({}, { geometry })))).rows;
    return [row?.lng, row?.lat];
  };
  expect(await at(point(76.6, 12.3))).toEqual(["76.6", "12.3"]);
  expect(await at({ type: "Polygon", coordinates: ring(76, 0.002) })).toEqual(["76.001", "12.001"]);
  expect(await at({ type: "MultiPolygon", coordinates: [ring(70, 0.0001), ring(76, 0.002)] })).toEqual([
    "76.001",
    "12.001",
  ]);
  for (const geometry of [null, {}, { type: "Point", coordinates: ["a", 1] }, { type: "Polygon", coordinates: [[]] }]) {
    expect(await at(geometry)).toEqual([undefined, undefined]);
  }
});
