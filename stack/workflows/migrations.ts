import { readdir, readFile } from "node:fs/promises";
import type { Sql } from "./database.ts";

const folder = new URL("./migrations/", import.meta.url);
/** Any number: one engine migrates at a time. */
const lockId = 8_288_001;

export class SchemaTooNewError extends Error {}

interface Migration {
  readonly version: number;
  readonly name: string;
}

async function migrationsOnDisk(): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
  return files.map((name) => ({ version: Number(name.slice(0, 4)), name }));
}

/**
 * Brings the schema `workflows` to this code's version. Safe when several engines boot at once.
 * @throws SchemaTooNewError when a newer engine has migrated this database
 */
export async function migrate(sql: Sql): Promise<void> {
  const migrations = await migrationsOnDisk();
  await sql.begin(async (tx) => {
    await tx`SELECT pg_advisory_xact_lock(${lockId})`;
    await tx`CREATE SCHEMA IF NOT EXISTS workflows`;
    await tx`
      CREATE TABLE IF NOT EXISTS workflows.migrations (
        version    integer PRIMARY KEY,
        name       text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`;
    const [row] = await tx<{ version: number }[]>`
      SELECT coalesce(max(version), 0) AS version FROM workflows.migrations`;
    const current = row?.version ?? 0;
    const newest = migrations.at(-1)?.version ?? 0;
    if (current > newest) {
      throw new SchemaTooNewError(
        `The workflows schema is at version ${current}, this engine knows ${newest}: start the newer version.`,
      );
    }
    for (const migration of migrations.filter(({ version }) => version > current)) {
      await tx.unsafe(await readFile(new URL(migration.name, folder), "utf8"));
      await tx`INSERT INTO workflows.migrations ${tx({ version: migration.version, name: migration.name })}`;
    }
  });
}
