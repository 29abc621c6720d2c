import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { createTestDatabase } from "../testing.ts";
import type { TestDatabase } from "../testing.ts";
import { seedDemo } from "./seed-demo.ts";
import type { DemoAccounts } from "./seed-demo.ts";

let database: TestDatabase;
let first: DemoAccounts;

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  first = await seedDemo(database.url);
});
afterAll(() => database.close());

it("fills an empty database with a city to try everything in", async () => {
  const [counts] = await database.db.$client`
    select (select count(*)::int from restaurants) as restaurants,
           (select count(*)::int from menu_items) as items,
           (select count(*)::int from riders) as riders,
           (select count(*)::int from restaurants where id not in (select restaurant_id from restaurant_staff)) as unstaffed,
           (select count(*)::int from opening_hours where opens_minute = 0 and closes_minute = 1440) as always`;
  expect(counts).toMatchObject({ restaurants: 300, unstaffed: 0 });
  expect(counts!.items).toBeGreaterThan(6_000);
  expect(counts!.riders).toBeGreaterThanOrEqual(40);
  expect(counts!.always).toBeGreaterThan(100);
  expect(first).toMatchObject({ otp: "000000", city: { slug: "nandipur" } });
  expect(first.customers).toHaveLength(3);
  expect(first.riders).toHaveLength(3);
  expect(first.staff).toHaveLength(3);
  expect(first.ops).toHaveLength(1);
});

it("gives the same accounts the second time and writes nothing", async () => {
  expect(await seedDemo(database.url)).toEqual(first);
  const [row] = await database.db.$client`select count(*)::int as users from users`;
  const again = await Promise.all([seedDemo(database.url), seedDemo(database.url)]);
  expect(again).toEqual([first, first]);
  expect(await database.db.$client`select count(*)::int as users from users`).toMatchObject([row]);
});
