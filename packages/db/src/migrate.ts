import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** The database was migrated by a newer version of this code. */
export class DatabaseIsNewerError extends Error {
  override readonly name = "DatabaseIsNewerError";
}

/** Any number that only migrations use: two processes that start together migrate one after the other. */
const MIGRATION_LOCK = 7_468_331;

/** Brings a database up to this code's schema. Throws {@link DatabaseIsNewerError} rather than run old code on new tables. */
export async function migrate(databaseUrl: string): Promise<void> {
  const folder = migrationsFolder();
  const journal = JSON.parse(await readFile(path.join(folder, "meta/_journal.json"), "utf8")) as {
    entries: { when: number; tag: string }[];
  };
  const newestKnown = Math.max(...journal.entries.map((entry) => entry.when));
  const client = postgres(databaseUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    const newestApplied = await newestAppliedMigration(client);
    if (newestApplied > newestKnown) {
      throw new DatabaseIsNewerError(
        `The database was migrated by a newer version of Tiffin (its newest migration is of ${new Date(newestApplied).toISOString()}, ` +
          `this code's is of ${new Date(newestKnown).toISOString()}). Update the code, or restore a backup.`,
      );
    }
    await runMigrations(drizzle(client), { migrationsFolder: folder });
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function newestAppliedMigration(client: postgres.Sql): Promise<number> {
  const [table] = await client<{ exists: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as exists`;
  if (table?.exists !== true) return 0;
  const [row] = await client<{ newest: string | null }[]>`
    select max(created_at)::text as newest from drizzle.__drizzle_migrations`;
  return Number(row?.newest ?? 0);
}

/** Beside the source; a bundled service finds it from the checkout's root. */
function migrationsFolder(): string {
  const beside = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../migrations");
  return existsSync(beside) ? beside : path.resolve("packages/db/migrations");
}
