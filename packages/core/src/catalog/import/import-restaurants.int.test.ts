import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createTestDatabase } from "@tiffin/db/testing";
import type { TestDatabase } from "@tiffin/db/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { importMapSchema } from "./field-map.ts";
import { fileSource, memorySource } from "./byte-source.ts";
import type { ByteSource } from "./byte-source.ts";
import { importRestaurants, largestCity } from "./import-restaurants.ts";
import { describeReport, refusedCsvLine } from "./import-report.ts";
import { readCsv } from "./read-csv.ts";
import { readGeoJson } from "./read-geojson.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());

const now = new Date("2026-03-01T10:00:00Z");
interface Options {
  map?: object;
  dryRun?: boolean;
}
async function importCsv(text: string | ByteSource, citySlug: string, options: Options = {}) {
  const map = importMapSchema.parse(options.map ?? {});
  const source = await readCsv(typeof text === "string" ? memorySource(text) : text, map);
  const request = { file: "test.csv", citySlug, source, map, dryRun: options.dryRun ?? false };
  return importRestaurants(database.db, request, now);
}
async function importGeoJson(text: string | ByteSource, citySlug: string, options: Options = {}) {
  const map = importMapSchema.parse(options.map ?? {});
  const source = await readGeoJson(typeof text === "string" ? memorySource(text) : text, map);
  const request = { file: "osm.geojson", citySlug, source, map, dryRun: options.dryRun ?? false };
  return importRestaurants(database.db, request, now);
}
const restaurantsOf = (slug: string) => database.db.$client`
  select r.* from restaurants r join cities c on c.id = r.city_id where c.slug = ${slug} order by r.name`;

const listing = `Restaurant ID,Restaurant Name,City,Address,Longitude,Latitude,Cuisines,Average Cost for two,Currency,Aggregate rating,Votes
11,Mavalli Tiffin,Mysuru,"12, Lalbagh Road",76.64,12.30,"South Indian, Cafe",300,Indian Rupees(Rs.),4.5,"1,204"
12,Nowhere,Mysuru,"3, Fort Road",0,0,Chinese,400,Indian Rupees(Rs.),3.9,20
13,Cafí© Aram,Mysuru,"7, Sayyaji Rao Road",76.65,12.31,Cafe,0,Indian Rupees(Rs.),0,0
14,,Mysuru,"9, Devaraja Road",76.65,12.31,Cafe,200,Indian Rupees(Rs.),3.1,9
15,Dollar House,Mysuru,"1, Mall Road",76.64,12.31,Pizza,20,Dollar($),4.1,33
16,Far Away,Mysuru,"1, Elsewhere",77.59,13.97,Pizza,900,Indian Rupees(Rs.),4.1,33
11,Mavalli Tiffin,Mysuru,"12, Lalbagh Road",76.64,12.30,"South Indian, Cafe",300,Indian Rupees(Rs.),4.5,"1,204"
21,Elsewhere,Hassan,"1, Main Road",76.10,13.00,Cafe,200,Indian Rupees(Rs.),4.0,12
`;

describe("a listing of restaurants", () => {
  it("makes the city, takes the good rows and says of each bad one why, with its line", async () => {
    const report = await importCsv(listing, "mysuru");
    expect(report.city).toMatchObject({ name: "Mysuru", created: true, currency: "INR", timeZone: "Asia/Kolkata" });
    expect(report.rows).toEqual({ read: 7, taken: 3, refused: 4, otherCities: 1 });
    expect(report.refused.map(({ line, code }) => [line, code])).toEqual([
      [3, "LOCATION_IS_ZERO"],
      [5, "NO_NAME"],
      [7, "FAR_FROM_CITY"],
      [8, "DUPLICATE"],
    ]);
    expect(report.restaurants).toMatchObject({ created: 3, withMenu: 0, withoutMenu: 3 });
    expect(report.notes).toMatchObject({ NO_RATING: 1, NO_COST: 1, CURRENCY_DIFFERS: 1 });
    const rows = await restaurantsOf("mysuru");
    expect(rows.map((row) => row["name"])).toEqual(["Café Aram", "Dollar House", "Mavalli Tiffin"]);
    expect(rows[2]).toMatchObject({
      cuisines: ["South Indian", "Cafe"],
      cost_for_two: 30_000,
      rating: "4.5",
      rating_count: 1204,
      source_id: "csv:11",
    });
    expect(describeReport(report)).toContain("rows read 7, taken 3, refused 4 (1 more are of other cities)");
    expect(refusedCsvLine(report.refused[0]!)).toBe('3,LOCATION_IS_ZERO,lat,Nowhere,"0,0"\n');
  });

  it("changes nothing the second time, and updates what a newer file changed", async () => {
    expect((await importCsv(listing, "mysuru")).restaurants).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
    const newer = await importCsv(listing.replace("300,Indian", "350,Indian"), "mysuru");
    expect(newer.restaurants).toMatchObject({ created: 0, updated: 1, unchanged: 2 });
    expect(await restaurantsOf("mysuru")).toHaveLength(3);
  });

  it("writes nothing when it is only tried", async () => {
    const report = await importCsv(listing, "hassan", { dryRun: true });
    expect(report.rows).toMatchObject({ read: 1, taken: 1, otherCities: 7 });
    expect(await restaurantsOf("hassan")).toHaveLength(0);
  });

  it("says which cities a file has when it has not the one that was asked for", async () => {
    await expect(importCsv(listing, "delhi")).rejects.toThrow(/mysuru \(7\), hassan \(1\)/);
    expect(await largestCity(await readCsv(memorySource(listing), importMapSchema.parse({})), now)).toBe("mysuru");
  });

  it("reads columns of any name by a map", async () => {
    const text = "wirtshaus;breite;laenge;art\nZum Ochsen;48.13;11.57;Bayerisch\n";
    const fields = { name: "wirtshaus", lat: "breite", lng: "laenge", cuisines: "art" };
    const city = { country: "DE", currency: "EUR", timeZone: "Europe/Berlin" };
    const report = await importCsv(text, "munich", { map: { fields, city } });
    expect(report).toMatchObject({ rows: { taken: 1 }, warnings: [], city: { currency: "EUR", name: "Munich" } });
    await expect(importCsv(text, "munich", { map: { fields: { name: "gasthaus" } } })).rejects.toThrow(
      /no such column/,
    );
  });
});

describe("a menu", () => {
  const menu = `restaurant_name,city,latitude,longitude,menu_category,item,price,veg_or_nonveg
Tandoor Hut,Hubli,15.36,75.12,Breads,Butter Naan,55,Veg
Tandoor Hut,Hubli,15.36,75.12,Breads,Garlic Naan,,Veg
Tandoor Hut,Hubli,15.36,75.12,Curries,Butter Chicken,310.50,Non-veg
Tandoor Hut,Hubli,15.36,75.12,Curries,Free Lunch,never,Veg
Tandoor Hut,Hubli,15.36,75.12,Breads,Butter Naan,60,Veg
`;

  it("comes with its restaurant, which can then be ordered from", async () => {
    const report = await importCsv(menu, "hubli");
    expect(report.rows).toMatchObject({ read: 5, taken: 2, refused: 3 });
    expect(report.refusedByReason).toEqual({ NO_PRICE: 1, BAD_PRICE: 1, DUPLICATE: 1 });
    expect(report.restaurants).toMatchObject({ created: 1, withMenu: 1, withoutMenu: 0 });
    const items = await database.db.$client`
      select i.name, i.price, i.is_veg from menu_items i join restaurants r on r.id = i.restaurant_id
      where r.name = 'Tandoor Hut' order by i.position`;
    expect(items).toEqual([
      { name: "Butter Naan", price: 5_500, is_veg: true },
      { name: "Butter Chicken", price: 31_050, is_veg: false },
    ]);
  });

  it("keeps the ids of dishes that stay, and retires those that went", async () => {
    const ids = () => database.db.$client`
      select i.id, i.name, i.price from menu_items i join restaurants r on r.id = i.restaurant_id
      where r.name = 'Tandoor Hut' and i.deleted_at is null order by i.name`;
    const before = await ids();
    const report = await importCsv(
      menu.replace("Butter Naan,55", "Butter Naan,58").replace("Butter Chicken", "Kadai Chicken"),
      "hubli",
    );
    expect(report.items).toEqual({ created: 1, updated: 1, unchanged: 0, retired: 1 });
    const after = await ids();
    expect(after.map((row) => row["name"])).toEqual(["Butter Naan", "Kadai Chicken"]);
    expect(after[0]!["id"]).toBe(before.find((row) => row["name"] === "Butter Naan")!["id"]);
  });

  it("without coordinates finds its restaurant by name", async () => {
    const text = `restaurant,dish,price\nMavalli Tiffin,Masala Dosa,90\nUnknown Place,Idli,40\n`;
    const report = await importCsv(text, "mysuru", { map: { fields: { name: "restaurant" } } });
    expect(report.rows).toMatchObject({ taken: 1, refused: 1 });
    expect(report.refused[0]).toMatchObject({ line: 3, code: "NO_LOCATION" });
    expect(report.restaurants).toMatchObject({ withMenu: 1, withoutMenu: 2 });
  });
});

describe("places from OpenStreetMap", () => {
  const nandipur = () => fileSource(fileURLToPath(new URL("testing/nandipur.geojson", import.meta.url)));
  const hoursOf = (slug: string, sourceId: string) => database.db.$client`
    select o.weekday, o.opens_minute, o.closes_minute from opening_hours o join restaurants r on r.id = o.restaurant_id
    join cities c on c.id = r.city_id where c.slug = ${slug} and r.source_id = ${sourceId} order by 1, 2`;
  const closuresOf = (slug: string, sourceId: string) => database.db.$client`
    select d.day::text, d.reason from closures d join restaurants r on r.id = d.restaurant_id
    join cities c on c.id = r.city_id where c.slug = ${slug} and r.source_id = ${sourceId} order by 1`;

  it("become restaurants with their address, phone and hours; the rest is refused, each with its reason", async () => {
    const report = await importGeoJson(await nandipur(), "nandipura");
    expect(report.rows).toEqual({ read: 11, taken: 4, refused: 7, otherCities: 0 });
    expect(report.refused.map(({ line, code, field }) => [line, code, field])).toEqual([
      [4, "CLOSED_DOWN", ""],
      [5, "CLOSED_DOWN", ""],
      [6, "CLOSED_DOWN", "hours"],
      [7, "NOT_A_RESTAURANT", ""],
      [8, "NO_NAME", "name"],
      [9, "LOCATION_SWAPPED", "lat"],
      [11, "NO_LOCATION", "lat"],
    ]);
    expect(report.notes).toMatchObject({ HOURS_UNREADABLE: 1, NO_HOURS: 1, HOLIDAYS_UNKNOWN: 1, NO_TAKEAWAY: 1 });
    const rows = await restaurantsOf("nandipura");
    expect(rows).toMatchObject([
      { name: "Café Kaveri", source_id: "osm:relation/503", cuisines: ["Cafe"], accepting_orders: false },
      {
        name: "Nandi Bhavan",
        local_name: "ನಂದಿ ಭವನ",
        source_id: "osm:node/501",
        cuisines: ["South Indian", "Dosa"],
        line1: "12, Fort Road, Kote 570001",
        phone: "+918026567890",
        is_pure_veg: true,
        rating: null,
      },
      { name: "The Brass Lamp", source_id: "osm:node/510", cuisines: [] },
      { name: "Vada & Co", source_id: "osm:way/502", lat: 12.307, lng: 76.643, is_pure_veg: false },
    ]);
    expect((await hoursOf("nandipura", "osm:node/501")).map((row) => row["weekday"])).toEqual([1, 3, 4, 5, 6, 7]);
    expect(await closuresOf("nandipura", "osm:node/501")).toEqual([]); // 26 January 2027 is a Tuesday
    expect((await hoursOf("nandipura", "osm:way/502")).at(-2)).toEqual({
      weekday: 6,
      opens_minute: 1_080,
      closes_minute: 1_560,
    });
    // Hours that can't be read: the usual ones, until the kitchen says otherwise. None at all: none.
    expect(await hoursOf("nandipura", "osm:relation/503")).toHaveLength(7);
    expect(await hoursOf("nandipura", "osm:node/510")).toHaveLength(0);
  });

  it("stay as they are the second time; what the kitchen closed stays closed", async () => {
    const { restaurants, refusedByReason } = await importGeoJson(await nandipur(), "nandipura");
    expect(restaurants).toMatchObject({ created: 0, updated: 0, unchanged: 4, closed: 0 });
    expect(refusedByReason).toMatchObject({ CLOSED_DOWN: 3 });
  });

  const feature = (id: number, properties: object) => ({
    type: "Feature",
    id: `node/${id}`,
    properties: { amenity: "restaurant", name: `Ruchi ${id}`, ...properties },
    geometry: { type: "Point", coordinates: [76.1 + id / 1e4, 13] },
  });
  const collection = (...features: object[]): string => JSON.stringify({ type: "FeatureCollection", features });

  it("close on the days their hours say, follow a newer file, and leave the city when they close for good", async () => {
    const first = collection(feature(1, { opening_hours: "Mo-Su 10:00-22:00; Dec 25 off" }), feature(2, {}));
    await importGeoJson(first, "belur");
    await database.db.$client`
      insert into closures (id, restaurant_id, day, reason)
      select gen_random_uuid(), r.id, '2026-05-01', 'wedding' from restaurants r join cities c on c.id = r.city_id
      where c.slug = 'belur' and r.source_id = 'osm:node/1'`;
    expect((await closuresOf("belur", "osm:node/1")).map((row) => row["day"])).toEqual(["2026-05-01", "2026-12-25"]);

    const newer = collection(
      feature(1, { opening_hours: "Mo-Su 10:00-22:00; Jan 1 off" }),
      feature(2, { amenity: undefined, "disused:amenity": "restaurant" }),
    );
    const report = await importGeoJson(newer, "belur");
    expect(report.rows).toMatchObject({ taken: 1, refused: 1 });
    expect(report.restaurants).toMatchObject({ created: 0, updated: 1, closed: 1, withoutMenu: 1 });
    expect((await closuresOf("belur", "osm:node/1")).map((row) => row["day"])).toEqual(["2026-05-01", "2027-01-01"]);
    const [gone] = await database.db.$client`
      select r.deleted_at from restaurants r join cities c on c.id = r.city_id
      where c.slug = 'belur' and r.source_id = 'osm:node/2'`;
    expect(gone?.["deleted_at"]).not.toBeNull();

    const reopened = await importGeoJson(first, "belur");
    expect(reopened.restaurants).toMatchObject({ updated: 2, withoutMenu: 2 });
  });

  it("are tried with the very report of a real import, and nothing is written", async () => {
    const tried = await importGeoJson(await nandipur(), "halebidu", { dryRun: true });
    expect(await restaurantsOf("halebidu")).toHaveLength(0);
    expect(await database.db.$client`select 1 from cities where slug = 'halebidu'`).toHaveLength(0);
    const real = await importGeoJson(await nandipur(), "halebidu");
    expect({ ...tried, dryRun: false }).toEqual(real);
    const again = await importGeoJson(await nandipur(), "halebidu", { dryRun: true });
    expect(again.restaurants).toMatchObject({ created: 0, unchanged: 4, withoutMenu: 4 });
  });

  it("of a file that breaks off are taken up to there, with a warning", async () => {
    const whole = collection(feature(1, {}), feature(2, {}));
    const report = await importGeoJson(whole.slice(0, -40), "arsikere");
    expect(report.rows).toMatchObject({ read: 1, taken: 1 });
    expect(report.warnings.join()).toContain("breaks off");
  });

  it("with latitude and longitude the wrong way round are seen against the city that is there", async () => {
    const swapped = { ...feature(3, {}), geometry: { type: "Point", coordinates: [13, 76.1] } };
    const report = await importGeoJson(collection(swapped), "belur");
    expect(report.refused).toMatchObject([{ code: "LOCATION_SWAPPED", name: "Ruchi 3" }]);
  });
});

// Real files stand beside the checkout on some machines only.
const shared = fileURLToPath(new URL("../../../../../../shared/data/", import.meta.url));
describe.skipIf(!existsSync(shared))("real files (skipped where ../shared/data is absent)", () => {
  it("takes New Delhi out of a listing of the world with broken encodings", async () => {
    const report = await importCsv(await fileSource(`${shared}restaurants/zomato_world_9551.csv`), "new-delhi");
    expect(report.rows).toEqual({ read: 5_473, taken: 5_239, refused: 234, otherCities: 4_078 });
    // The one that is far away is called "Test Restaruants for Medio" and lies in Cyprus.
    expect(report.refusedByReason).toEqual({ LOCATION_IS_ZERO: 233, FAR_FROM_CITY: 1 });
    expect(report.city).toMatchObject({ name: "New Delhi", created: true, currency: "INR" });
    const rows = await restaurantsOf("new-delhi");
    expect(rows).toHaveLength(5_239);
    expect(rows.some((row) => row["name"] === "Café MRP")).toBe(true);
    expect(rows.some((row) => /[\u0080-\u009F\uFFFD]/.test(row["name"] as string))).toBe(false);
    const again = await importCsv(await fileSource(`${shared}restaurants/zomato_world_9551.csv`), "new-delhi");
    expect(again.restaurants).toMatchObject({ created: 0, updated: 0, unchanged: 5_239, withoutMenu: 5_239 });
  });

  it("reads New York with opening hours as Python prints them", async () => {
    const report = await importCsv(await fileSource(`${shared}restaurants/ubereats_new-york.csv`), "new-york");
    expect(report.rows.read).toBe(3_290);
    expect(report.rows.taken).toBeGreaterThan(3_000);
    expect(report.city).toMatchObject({ currency: "USD", timeZone: "America/New_York" });
  });
});
