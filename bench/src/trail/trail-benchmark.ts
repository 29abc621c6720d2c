import path from "node:path";
import { Redis } from "ioredis";
import postgres from "postgres";
import type { Benchmark } from "../benchmark.ts";
import type { Part } from "../harness/report.ts";
import { checkout, forgetStack, startStack, stopStack } from "../harness/stack.ts";
import { measureDrain, measureLag, type TrailSetting } from "./parts.ts";

const PARTS = { drain: measureDrain, lag: measureLag } satisfies Record<
  string,
  (setting: TrailSetting) => Promise<Part>
>;

export const trailBenchmark: Benchmark = {
  name: "trail",
  about: "riders' points from the stream into Postgres",
  parts: Object.keys(PARTS),

  async *run(options, progress, signal) {
    const folder = path.join(path.resolve(checkout, process.env["TIFFIN_VAR"] ?? "var"), "bench", "trail");
    progress.say("starting the servers");
    try {
      const stack = await startStack(folder, { fresh: true });
      const sql = postgres(stack.urls.postgres, { max: 2, onnotice: () => {} });
      const redis = new Redis(stack.urls.redis);
      try {
        for (const [name, measure] of Object.entries(PARTS)) {
          if (options.only?.includes(name) === false) continue;
          signal.throwIfAborted();
          yield await measure({ stack, sql, redis, seconds: options.seconds, progress });
        }
      } finally {
        redis.disconnect();
        await sql.end({ timeout: 5 });
      }
    } finally {
      await stopStack(folder);
      if (!options.keep) forgetStack(folder);
    }
  },
};
