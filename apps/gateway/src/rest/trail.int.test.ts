import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { riderTrail } from "@tiffin/db/schema/partitioned/rider-trail";
import { cities } from "@tiffin/db/schema/cities";
import { opsCities } from "@tiffin/db/schema/ops";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen, insertRider } from "@tiffin/db/testing/fixtures";
import { TRAIL_FLAGS } from "@tiffin/domain/location/trail-flags";
import type { Suspects, TrailPage } from "@tiffin/domain/wire/trail";
import { eq } from "drizzle-orm";
import { bearerOf, demoUser } from "../testing/people.ts";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

let database: TestDatabase;
let gateway: TestGateway;
let ops: { authorization: string };
let riderId: string;
let city: string;
const start = Date.UTC(2026, 2, 1, 12);
const at = (seconds: number) => new Date(start + seconds * 1_000);

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  gateway = await startTestGateway({ databaseUrl: database.url, redisUrl: inject("redisUrl") });
  ops = await bearerOf(gateway, (await demoUser(database.db, "ops")).phone);
  const { cityId } = await insertKitchen(database.db);
  riderId = await insertRider(database.db, cityId);
  city = (await database.db.select({ slug: cities.slug }).from(cities).where(eq(cities.id, cityId)))[0]!.slug;
  const flagged = new Map<number, number>([
    [3, TRAIL_FLAGS.teleport],
    [7, TRAIL_FLAGS.teleport | TRAIL_FLAGS.speeding],
    // A phone that knows no better makes nobody a suspect.
    [11, TRAIL_FLAGS.vague],
  ]);
  const point = { riderId, lat: 12.97, lng: 77.59, late: false };
  await database.db.insert(riderTrail).values(
    Array.from({ length: 25 }, (_, index) => ({
      ...point,
      seq: index,
      recordedAt: at(index * 4),
      receivedAt: at(index * 4 + 1),
      flags: flagged.get(index) ?? 0,
    })),
  );
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

const ask = (path: string, query: Record<string, string> = {}, headers = ops) =>
  gateway.fetch(`/v1/ops/${path}?${new URLSearchParams(query).toString()}`, { headers });
const window = { from: at(0).toISOString(), to: at(60).toISOString() };

describe("a rider's trail", () => {
  test("comes in pages, oldest first, each point once, within its window", async () => {
    const seqs: number[] = [];
    let cursor: string | null = null;
    do {
      const query = { ...window, limit: "6", ...(cursor === null ? {} : { cursor }) };
      const response = await ask(`riders/${riderId}/trail`, query);
      expect(response.status).toBe(200);
      const page = (await response.json()) as TrailPage;
      seqs.push(...page.items.map(({ seq }) => seq));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seqs).toEqual(Array.from({ length: 16 }, (_, seq) => seq));
  });

  test("says what is odd about a point", async () => {
    const page = (await (await ask(`riders/${riderId}/trail`, window)).json()) as TrailPage;
    expect(page.items[7]).toMatchObject({
      location: { lat: 12.97, lng: 77.59 },
      recordedAt: at(28).toISOString(),
      flags: ["teleport", "speeding"],
    });
  });

  test.each([
    [
      "the role",
      async () =>
        ask(`riders/${riderId}/trail`, {}, await bearerOf(gateway, (await demoUser(database.db, "rider")).phone)),
      403,
    ],
    ["a rider", () => ask(`riders/${crypto.randomUUID()}/trail`), 404],
    ["an id", () => ask("riders/nobody/trail"), 404],
    ["times", () => ask(`riders/${riderId}/trail`, { from: "yesterday" }), 400],
    ["a window that goes forward", () => ask(`riders/${riderId}/trail`, { from: window.to, to: window.from }), 400],
    [
      "a window of a month at most",
      () => ask(`riders/${riderId}/trail`, { ...window, from: "2020-01-01T00:00:00Z" }),
      400,
    ],
    ["a cursor of its own", () => ask(`riders/${riderId}/trail`, { ...window, cursor: "x.y" }), 400],
  ])("needs %s", async (_what, call, status) => {
    expect((await call()).status).toBe(status);
  });
});

test("riders with odd points are listed by city", async () => {
  const response = await ask("suspects", { city, ...window });
  expect(response.status).toBe(200);
  const { items } = (await response.json()) as Suspects;
  expect(items).toMatchObject([
    {
      rider: { id: riderId },
      flagged: 2,
      counts: { teleport: 2, speeding: 1, impossibleAccuracy: 0, speedMismatch: 0 },
      lastAt: at(28).toISOString(),
    },
  ]);
  expect((await ask("suspects", { city: "nowhere" })).status).toBe(404);
});

test("an operator of another city sees neither the rider nor the city", async () => {
  const elsewhere = await demoUser(database.db, "ops");
  const { cityId } = await insertKitchen(database.db);
  await database.db.insert(opsCities).values({ userId: elsewhere.id, cityId });
  const headers = await bearerOf(gateway, elsewhere.phone);
  expect((await ask(`riders/${riderId}/trail`, window, headers)).status).toBe(404);
  expect((await ask("suspects", { city, ...window }, headers)).status).toBe(404);
});
