import path from "node:path";
import postgres from "postgres";
import type { Benchmark } from "../benchmark.ts";
import { hireCouriers } from "../dispatch/couriers.ts";
import { untilQuiet } from "../harness/processes.ts";
import type { Part } from "../harness/report.ts";
import { checkout, forgetStack, startStack, stopStack } from "../harness/stack.ts";
import { openKitchens } from "../orders/town.ts";
import { measureChecks } from "./parts/checks.ts";
import { measureIdle } from "./parts/idle.ts";
import { measurePings } from "./parts/pings.ts";
import { measureShare } from "./parts/share.ts";
import { measureSustained } from "./parts/sustained.ts";
import type { Setting } from "./setting.ts";

/** The idle ones first: a process does not give back what it once had. */
const PARTS = {
  checks: measureChecks,
  idle: measureIdle,
  pings: measurePings,
  sustained: measureSustained,
  share: measureShare,
} satisfies Record<string, (setting: Setting) => Promise<Part>>;

const RIDERS = 10_000;
const QUIET_MS = 60_000;

export const ingestBenchmark: Benchmark = {
  name: "ingest",
  about: "riders' positions into the gateway and Redis, everything on this machine; the trail's writer rests",
  parts: Object.keys(PARTS),

  async *run(options, progress, signal) {
    const folder = path.join(path.resolve(checkout, process.env["TIFFIN_VAR"] ?? "var"), "bench", "ingest");
    progress.say("starting the servers");
    try {
      const stack = await startStack(folder, { fresh: true });
      const sql = postgres(stack.urls.postgres, { max: 2, onnotice: () => {} });
      try {
        const couriers = await hireCouriers({ sql, stack }, await openKitchens(sql), RIDERS);
        await sql`update riders set online = true, online_since = now()`;
        const tokens = couriers.map(({ token }) => token);
        const setting: Setting = { stack, tokens, progress, signal, seconds: options.seconds };
        const servers = ["postgres", "gateway", "worker", "workflows"].map((server) => stack.pids[server]!);
        if (!(await untilQuiet(servers, QUIET_MS))) progress.say("the servers are still busy with something");
        // From the stream to Postgres is another figure, with another part's share of the two cores.
        process.kill(stack.pids.worker, "SIGSTOP");
        try {
          for (const [name, measure] of Object.entries(PARTS)) {
            if (options.only?.includes(name) === false) continue;
            signal.throwIfAborted();
            yield await measure(setting);
          }
        } finally {
          process.kill(stack.pids.worker, "SIGCONT");
        }
      } finally {
        await sql.end({ timeout: 5 });
      }
    } finally {
      await stopStack(folder);
      if (!options.keep) forgetStack(folder);
    }
  },
};
