import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { newId } from "@tiffin/db/ids";
import { restaurants } from "@tiffin/db/schema/catalog";
import { searchDocuments } from "@tiffin/db/schema/search";
import { searchRebuildChanges, searchRebuilds } from "@tiffin/db/schema/search-rebuilds";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen, type FixtureKitchen } from "@tiffin/db/testing/fixtures";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { createSearchEngine } from "../create-search-engine.ts";
import { indexRestaurants } from "../index-restaurants.ts";
import { insertManyRestaurants } from "../testing/many-restaurants.ts";
import type { RebuildableEngine } from "./port.ts";
import { neededRebuild, rebuildIndex, type RebuildOptions } from "./rebuild-index.ts";
import { RebuildRunningError, withRebuildLock } from "./rebuild-lock.ts";

let database: TestDatabase;
let engine: RebuildableEngine;
let kitchen: FixtureKitchen;
const processes: ChildProcess[] = [];
beforeEach(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  engine = createSearchEngine({ engine: "embedded" }, database.db);
  kitchen = await insertKitchen(database.db);
});
afterEach(async () => {
  for (const child of processes.splice(0)) child.kill("SIGKILL");
  await database.close();
});

const rebuild = (options: Partial<RebuildOptions> = {}, by = engine) =>
  rebuildIndex(database.db, by, { scope: { kind: "all" }, ...options });
const indexed = async () =>
  (await database.db.select({ id: searchDocuments.restaurantId }).from(searchDocuments)).length;
const nameOf = async (id: string) => (await engine.documents([id]))[0]?.name;

/** The same engine, with something that happens before each batch of a rebuild is written. */
function before(write: (documents: readonly SearchDocument[]) => Promise<void>): RebuildableEngine {
  return {
    ...engine,
    async beginRebuild(number, how) {
      const build = await engine.beginRebuild(number, how);
      return {
        ...build,
        async upsert(documents) {
          await write(documents);
          await build.upsert(documents);
        },
      };
    },
  };
}

function startProcess(mode = "") {
  const script = fileURLToPath(new URL("../testing/rebuild-process.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, database.url, mode], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  processes.push(child);
  const lines: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => lines.push(...chunk.toString().trim().split("\n")));
  return { lines, kill: () => child.kill("SIGKILL") };
}

const patience = { timeout: 30_000 };

describe("a rebuild of the search index", () => {
  it("indexes all that the catalogue has and takes out what it has no more", async () => {
    await insertManyRestaurants(database.db, kitchen.cityId, 30);
    const told: string[] = [];
    const report = await rebuild({ onIndexed: (cityIds) => void told.push(...cityIds) });
    expect(report).toMatchObject({ outcome: "finished", indexed: 31, removed: 0, refused: 0, resumedAt: 0 });
    expect(told).toEqual([kitchen.cityId]);
    // Deleted while nobody listened.
    await database.db
      .update(restaurants)
      .set({ deletedAt: new Date() })
      .where(eq(restaurants.id, kitchen.restaurantId));
    expect(await rebuild()).toMatchObject({ indexed: 30, removed: 1 });
    expect(await indexed()).toBe(30);
  });

  it("goes on where a killed one stopped", async () => {
    await insertManyRestaurants(database.db, kitchen.cityId, 1_500);
    const killed = startProcess("stuck");
    await expect.poll(() => killed.lines, patience).toContain("at 1000");
    killed.kill();
    const next = startProcess();
    await expect.poll(() => next.lines, patience).toContain("done");
    expect(next.lines).toEqual(["from 1000", "at 1501", "done"]);
    expect(await indexed()).toBe(1_501);
  });

  it("begins anew where asked to, or where the code wants another index", async () => {
    await insertManyRestaurants(database.db, kitchen.cityId, 3_500);
    const stopped = async () => {
      const stop = new AbortController();
      const report = await rebuild({ signal: stop.signal, onProgress: () => stop.abort() });
      expect(report.outcome).toBe("interrupted");
      // What was under way is finished and kept.
      expect([1_000, 2_000]).toContain(report.indexed);
    };
    await stopped();
    expect(await rebuild({ fresh: true })).toMatchObject({ resumedAt: 0, indexed: 3_501 });
    await stopped();
    expect(await rebuild({}, { ...engine, indexVersion: "next" })).toMatchObject({ resumedAt: 0, indexed: 3_501 });
    const outcomes = await database.db.select().from(searchRebuilds).orderBy(searchRebuilds.id);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["abandoned", "finished", "abandoned", "finished"]);
  });

  it("does not write over what changed after it was read", async () => {
    let batches = 0;
    const late = before(async () => {
      batches += 1;
      if (batches > 1) return;
      // Read, not yet written: now the relay is quicker.
      await database.db
        .update(restaurants)
        .set({ name: "Udupi Palace" })
        .where(eq(restaurants.id, kitchen.restaurantId));
      await indexRestaurants(database.db, engine, [kitchen.restaurantId]);
      expect(await nameOf(kitchen.restaurantId)).toBe("Udupi Palace");
    });
    expect((await rebuild({}, late)).outcome).toBe("finished");
    expect(batches).toBe(2);
    expect(await nameOf(kitchen.restaurantId)).toBe("Udupi Palace");
    expect(await database.db.select().from(searchRebuildChanges)).toEqual([]);
  });

  it("does not bring back what was deleted after it was read", async () => {
    const late = before(async () => {
      await database.db
        .update(restaurants)
        .set({ deletedAt: new Date() })
        .where(eq(restaurants.id, kitchen.restaurantId));
      await indexRestaurants(database.db, engine, [kitchen.restaurantId]);
    });
    await rebuild({}, late);
    expect(await nameOf(kitchen.restaurantId)).toBeUndefined();
  });

  it("leaves out a document that the engine refuses, and says which", async () => {
    await insertManyRestaurants(database.db, kitchen.cityId, 20);
    const choosy = before(async (documents) => {
      if (documents.some(({ name }) => name === "Kitchen 13")) throw new Error("cannot read this");
    });
    const refused: string[] = [];
    const report = await rebuild({ onRefused: ({ name }) => refused.push(name) }, choosy);
    expect(report).toMatchObject({ indexed: 20, refused: 1 });
    expect(refused).toEqual(["Kitchen 13"]);
  });

  it("of one city leaves the others alone, and takes out what moved away", async () => {
    const other = await insertKitchen(database.db);
    await rebuild();
    // While nobody listened, one moved to the other city.
    await database.db.update(restaurants).set({ cityId: other.cityId }).where(eq(restaurants.id, kitchen.restaurantId));
    await insertManyRestaurants(database.db, kitchen.cityId, 5);
    const told = new Set<string>();
    const scope = { kind: "city", cityId: kitchen.cityId } as const;
    const report = await rebuild({ scope, onIndexed: (cityIds) => cityIds.forEach((id) => told.add(id)) });
    expect(report).toMatchObject({ total: 5, indexed: 5 });
    expect([...told].sort()).toEqual([kitchen.cityId, other.cityId].sort());
    expect((await engine.documents([kitchen.restaurantId]))[0]?.cityId).toBe(other.cityId);
  });

  it("runs once at a time", async () => {
    await withRebuildLock(database.url, async () => {
      await expect(withRebuildLock(database.url, () => Promise.resolve())).rejects.toThrow(RebuildRunningError);
    });
    await expect(withRebuildLock(database.url, () => Promise.resolve("free"))).resolves.toBe("free");
  });

  it("is asked for where the index is new, of another version or unfinished; else only what it lacks", async () => {
    const { db } = database;
    expect(await neededRebuild(db, engine)).toEqual({ kind: "all" });
    await rebuild();
    expect(await neededRebuild(db, engine)).toEqual({ kind: "missing" });
    expect(await neededRebuild(db, { ...engine, indexVersion: "next" })).toEqual({ kind: "all" });
    const id = newId();
    await db.execute(
      sql`insert into restaurants (id, city_id, name, lat, lng) values (${id}, ${kitchen.cityId}, 'New', 13, 77)`,
    );
    expect(await rebuild({ scope: { kind: "missing" } })).toMatchObject({ indexed: 1, removed: 0 });
    expect(await nameOf(id)).toBe("New");
  });
});
