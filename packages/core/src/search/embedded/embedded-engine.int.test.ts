import { afterAll, beforeAll, inject } from "vitest";
import { newId } from "@tiffin/db/ids";
import { restaurants } from "@tiffin/db/schema/catalog";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen } from "@tiffin/db/testing/fixtures";
import type { SearchEngine } from "../port.ts";
import { describeSearchEngine } from "../testing/search.contract.ts";
import { createEmbeddedEngine } from "./embedded-engine.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
});
afterAll(() => database.close());

describeSearchEngine("Postgres", async () => {
  const { db } = database;
  const { cityId } = await insertKitchen(db);
  const engine = createEmbeddedEngine(db);
  // Its documents refer to the catalogue's rows.
  const upsert: SearchEngine["upsert"] = async (documents) => {
    for (const { id, name, location } of documents) {
      await db
        .insert(restaurants)
        .values({ id, cityId, name, ...location, sourceId: newId() })
        .onConflictDoNothing();
    }
    await engine.upsert(documents);
  };
  return { engine: { ...engine, upsert }, cityId };
});
