import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { restaurants } from "@tiffin/db/schema/catalog";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen, type FixtureKitchen } from "@tiffin/db/testing/fixtures";
import { createMeilisearchEngine } from "../meilisearch/meilisearch-engine.ts";
import { startWireServer, type WireServer } from "../meilisearch/testing/wire-server.ts";
import { indexRestaurants } from "../index-restaurants.ts";
import { insertManyRestaurants } from "../testing/many-restaurants.ts";
import { neededRebuild, rebuildIndex, type RebuildOptions } from "./rebuild-index.ts";

// The catalogue is real; the engine's server speaks Meilisearch's forms and no more (see wire-server.ts).
let database: TestDatabase;
let server: WireServer;
let kitchen: FixtureKitchen;
beforeEach(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  server = await startWireServer();
  kitchen = await insertKitchen(database.db);
});
afterEach(async () => {
  await server.close();
  await database.close();
});

const connect = () => createMeilisearchEngine({ url: server.url, key: server.key });
const rebuild = (options: Partial<RebuildOptions> = {}) =>
  rebuildIndex(database.db, connect(), { scope: { kind: "all" }, ...options });
const searched = () => server.indexes.get("restaurants")?.documents;

describe("a rebuild into an index aside", () => {
  it("is not seen before it is complete, and holds what changed while it was built", async () => {
    const { db } = database;
    await insertManyRestaurants(db, kitchen.cityId, 1_500);
    await rebuild();
    await insertManyRestaurants(db, kitchen.cityId, 10);
    const sizes = new Set<number>();
    let changed = false;
    server.onTask = (type) => {
      sizes.add(searched()?.size ?? 0);
      if (type !== "documentAdditionOrUpdate" || changed) return;
      changed = true;
      // Meanwhile the relay delivers a new name, to the index that is searched.
      void db
        .update(restaurants)
        .set({ name: "Udupi Palace" })
        .where(eq(restaurants.id, kitchen.restaurantId))
        .then(() => indexRestaurants(db, connect(), [kitchen.restaurantId]));
    };
    const told: number[] = [];
    const report = await rebuild({ onIndexed: () => void told.push(searched()?.size ?? 0) });
    expect(report).toMatchObject({ outcome: "finished", indexed: 1_511 });
    expect([...sizes]).toEqual([1_501, 1_511]);
    // Caches hear of it only when the new index is searched.
    expect(told[0]).toBe(1_511);
    expect(searched()?.get(kitchen.restaurantId)?.name).toBe("Udupi Palace");
    expect([...server.indexes.keys()]).toEqual(["restaurants"]);
    expect(await neededRebuild(db, connect())).toEqual({ kind: "missing" });
  });

  it("leaves out the one document that the server refuses, by its code", async () => {
    await insertManyRestaurants(database.db, kitchen.cityId, 9);
    server.refuses = "Kitchen 4";
    const refused: string[] = [];
    const report = await rebuild({ onRefused: ({ name }, error) => refused.push(`${name}: ${String(error)}`) });
    expect(report).toMatchObject({ indexed: 9, refused: 1 });
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatch(/^Kitchen 4: DocumentRefusedError: .*invalid_document_geo_field/);
  });

  it("begins again where its index was lost meanwhile", async () => {
    const { db } = database;
    await insertManyRestaurants(db, kitchen.cityId, 3_500);
    const stop = new AbortController();
    await rebuild({ signal: stop.signal, onProgress: () => stop.abort() });
    const aside = [...server.indexes.keys()].find((name) => name !== "restaurants");
    expect(aside).toMatch(/^restaurants_\d+$/);
    server.indexes.delete(aside ?? "");
    expect(await rebuild()).toMatchObject({ outcome: "finished", resumedAt: 0, indexed: 3_501 });
    expect(searched()?.size).toBe(3_501);
  });

  it("is needed where the server was set up anew", async () => {
    await rebuild();
    await server.close();
    server = await startWireServer();
    expect(await neededRebuild(database.db, connect())).toEqual({ kind: "all" });
  });
});
