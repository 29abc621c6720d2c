import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { ensureDatabase } from "../servers/postgres.ts";
import { startTestServers } from "./test-servers.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The maintenance database of a server with a superuser's login; tests clone `tiffin_template`. */
    postgresUrl: string;
    redisUrl: string;
    soketi: { host: string; port: number; metricsPort: number; appId: string; key: string; secret: string };
  }
}

/** Starts the real servers once for all integration tests. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await startTestServers();
  try {
    await makeTemplate(servers.postgresUrl);
  } catch (error) {
    await servers.stop();
    throw error;
  }
  project.provide("postgresUrl", servers.postgresUrl);
  project.provide("redisUrl", servers.redisUrl);
  project.provide("soketi", servers.soketi);
  return () => servers.stop();
}

/** One migrated database that each test file clones: a clone takes milliseconds, migrating takes seconds. */
async function makeTemplate(adminUrl: string): Promise<void> {
  const migrations = fileURLToPath(new URL("../../../packages/db/src/migrate.ts", import.meta.url));
  await ensureDatabase(adminUrl, "tiffin_template");
  if (!existsSync(migrations)) return;
  const db: { migrate(databaseUrl: string): Promise<void> } = await import(/* @vite-ignore */ migrations);
  const url = new URL(adminUrl);
  url.pathname = "/tiffin_template";
  await db.migrate(url.href);
}
