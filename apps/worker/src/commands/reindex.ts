// npm run reindex -- [--city <slug>] [--fresh]
import { parseArgs } from "node:util";
import { getCity } from "@tiffin/core/catalog";
import { closeDatabase, openDatabase, type Database } from "@tiffin/core/database";
import { closeRedis, openRedis } from "@tiffin/core/redis";
import {
  announceIndexChange,
  createSearchEngine,
  openRebuild,
  rebuildIndex,
  RebuildRunningError,
  withRebuildLock,
  type RebuildProgress,
  type RebuildScope,
} from "@tiffin/core/search";
import { readReindexEnv } from "./env.ts";
import { rebuildLine } from "./rebuild-line.ts";
import { runCommand, UsageError } from "./terminal.ts";

const usage = `npm run reindex [-- --city <slug>] [--fresh]

  Makes the search index anew from the catalogue, while people search in it. One that was cut short goes on.

  --city   only that city's restaurants
  --fresh  from the beginning, also where one was cut short`;

await runCommand(async () => {
  const values = readArguments();
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const env = readReindexEnv();
  const db = openDatabase(env.DATABASE_URL, {
    applicationName: "reindex",
    maxConnections: 4,
    statementTimeoutMs: 120_000,
  });
  const redis = openRedis(env.REDIS_URL, { name: "reindex" });
  const engine = createSearchEngine(
    env.MEILI_URL === undefined
      ? { engine: "embedded" }
      : { engine: "meilisearch", url: env.MEILI_URL, key: env.MEILI_KEY ?? "" },
    db,
  );
  const stopping = new AbortController();
  const line = rebuildLine();
  const stop = () => stopping.abort();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    const scope = await scopeOf(db, values.city);
    let latest: RebuildProgress | undefined;
    let refused = 0;
    const report = await withRebuildLock(env.DATABASE_URL, () =>
      rebuildIndex(db, engine, {
        scope,
        fresh: values.fresh === true,
        signal: stopping.signal,
        onIndexed: (cityIds) => announceIndexChange(redis, cityIds),
        onBegin: ({ resumedAt, total, startedAt }) => {
          if (resumedAt === 0) return;
          console.log(
            `Going on with the rebuild of ${startedAt.toISOString().slice(0, 16).replace("T", " ")}: ${n(resumedAt)} of ${n(total)} are done`,
          );
        },
        onProgress(progress) {
          latest = progress;
          line.show(progress);
        },
        onRefused(document, error) {
          refused += 1;
          line.clear();
          if (refused <= 20) console.error(`! ${document.name} (${document.id}): ${reasonOf(error)}`);
        },
      }),
    ).catch(async (error: unknown) => {
      line.clear();
      if (!(error instanceof RebuildRunningError)) throw asUsageError(error, latest);
      const running = await openRebuild(db, engine);
      const far = running === undefined ? "" : ` (${n(running.indexed)} of ${n(running.total)} done)`;
      throw new UsageError(`${error.message}${far}; wait until it is through`);
    });
    line.clear();
    if (report.outcome === "interrupted") {
      console.log(`Stopped at ${n(report.indexed)} of ${n(report.total)}. The same command goes on from there.`);
      return 130;
    }
    const seconds = line.seconds();
    const written = report.indexed - report.resumedAt;
    console.log(
      `${n(written)} restaurants indexed by ${engine.name} in ${seconds.toFixed(1)} s (${n(Math.round(written / Math.max(seconds, 0.001)))}/s)` +
        `, ${n(report.removed)} stale ones removed` +
        (report.refused === 0 ? "" : `, ${n(report.refused)} refused`),
    );
    return report.refused === 0 ? 0 : 1;
  } finally {
    await Promise.all([closeDatabase(db), closeRedis(redis)]);
  }
});

function n(value: number): string {
  return value.toLocaleString("en");
}

async function scopeOf(db: Database, slug: string | undefined): Promise<RebuildScope> {
  if (slug === undefined) return { kind: "all" };
  const city = await getCity({ db }, slug).catch(() => undefined);
  if (city === undefined) throw new UsageError(`--city ${slug}: there is no such city`);
  return { kind: "city", cityId: city.id };
}

function reasonOf(error: unknown): string {
  const reasons: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) reasons.push(at.message);
  return reasons.length === 0 ? String(error) : reasons.join(" ← ");
}

/** What an operator can see to is one line; anything else is shown whole. */
function asUsageError(error: unknown, latest: RebuildProgress | undefined): unknown {
  if (!(error instanceof Error && "code" in error && error.code === "UNAVAILABLE")) return error;
  const kept = latest === undefined ? "" : ` ${n(latest.indexed)} of ${n(latest.total)} are done;`;
  return new UsageError(`${reasonOf(error)}.${kept} the same command goes on from there`);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        city: { type: "string" },
        fresh: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
