import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { checkout } from "../config/checkout.ts";
import { runToEnd } from "../process/run-to-end.ts";
import type { Watchdog } from "../process/watchdog.ts";

/** Builds packages through turbo: what has not changed comes from its cache. */
export async function build(
  packages: string[],
  signal: AbortSignal,
  watchdog: Watchdog,
): Promise<{ fromCache: boolean }> {
  const turbo = join(
    dirname(createRequire(join(checkout, "package.json")).resolve("turbo/package.json")),
    "bin",
    "turbo",
  );
  const filters = packages.map((name) => `--filter=@tiffin/${name}`);
  const output = await runToEnd({
    what: `the build of ${packages.join(", ")} failed`,
    command: process.execPath,
    args: [turbo, "run", "build", ...filters, "--ui=stream", "--output-logs=new-only", "--no-color"],
    cwd: checkout,
    env: { ...process.env, NODE_ENV: "production", ...quiet },
    signal,
    watchdog,
    isNoise: (line) => /^\s*(•|Tasks:|Cached:|Time:|Failed:)|npm error|:build:\s+at |:build: *$|Node\.js v/.test(line),
  });
  return { fromCache: output.includes("FULL TURBO") };
}

const quiet = { TURBO_TELEMETRY_DISABLED: "1", NEXT_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", CI: "1" };
