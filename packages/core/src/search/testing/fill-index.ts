import { closeDatabase, openDatabase } from "@tiffin/db/client";
import { restaurantIdsAfter } from "@tiffin/db/queries/restaurants";
import { buildSearchDocuments } from "../build-documents.ts";
import { createEmbeddedEngine } from "../embedded/embedded-engine.ts";

// Fills the embedded index for benchmarks: several of these at once, each with cities of its own, where a rebuild goes one
// by one. `fill-index.ts <database url> <city id>…`; prints how many documents are written, a number a line.
const BATCH = 500;
const [databaseUrl = "", ...cityIds] = process.argv.slice(2);
const db = openDatabase(databaseUrl, { applicationName: "fill-index", maxConnections: 2 });
const engine = createEmbeddedEngine(db);
const read = async (cityId: string, after: string | null) => {
  const ids = await restaurantIdsAfter(db, cityId, after, BATCH);
  return { documents: await buildSearchDocuments(db, ids), last: ids.at(-1) };
};
let written = 0;
for (const cityId of cityIds) {
  let next = read(cityId, null);
  for (;;) {
    const { documents, last } = await next;
    if (last === undefined) break;
    next = read(cityId, last);
    await engine.upsert(documents);
    written += documents.length;
    process.stdout.write(`${written}\n`);
  }
}
await closeDatabase(db);
