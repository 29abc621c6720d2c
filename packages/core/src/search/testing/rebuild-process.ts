import { closeDatabase, openDatabase } from "@tiffin/db/client";
import { createSearchEngine } from "../create-search-engine.ts";
import { rebuildIndex } from "../rebuild/rebuild-index.ts";
import { withRebuildLock } from "../rebuild/rebuild-lock.ts";

// A rebuild in a process of its own, so that a test can kill it. Prints how far it is; with `stuck` as second argument
// it stays in its first batch for good.
const [databaseUrl = "", mode = ""] = process.argv.slice(2);
const db = openDatabase(databaseUrl, { applicationName: "rebuild-process", maxConnections: 4 });
const engine = createSearchEngine({ engine: "embedded" }, db);
await withRebuildLock(databaseUrl, () =>
  rebuildIndex(
    db,
    {
      ...engine,
      async beginRebuild(number, how) {
        const build = await engine.beginRebuild(number, how);
        let batches = 0;
        return {
          ...build,
          async upsert(documents) {
            batches += 1;
            if (mode === "stuck" && batches > 1) await new Promise(() => setInterval(() => {}, 1_000));
            await build.upsert(documents);
          },
        };
      },
    },
    {
      scope: { kind: "all" },
      onBegin: ({ resumedAt }) => console.log(`from ${resumedAt}`),
      onProgress: ({ indexed }) => console.log(`at ${indexed}`),
    },
  ),
);
console.log("done");
await closeDatabase(db);
