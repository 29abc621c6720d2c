import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { checkout } from "../config/checkout.ts";
import { runToEnd } from "../process/run-to-end.ts";
import type { Watchdog } from "../process/watchdog.ts";

/** What is checked without running the product; each counts as one test. */
export const staticChecks: { title: string; package: string; bin: string; args: string[] }[] = [
  { title: "Format (oxfmt)", package: "oxfmt", bin: "oxfmt", args: ["--check"] },
  { title: "Lint (oxlint, type-aware)", package: "oxlint", bin: "oxlint", args: ["--type-aware"] },
  { title: "Import rules (dependency-cruiser)", package: "", bin: "tooling/import-rules.mjs", args: [] },
  { title: "Dead code (knip)", package: "knip", bin: "knip", args: ["--no-config-hints"] },
  {
    title: "Types (tsc, every package)",
    package: "turbo",
    bin: "turbo",
    args: ["run", "typecheck", "--ui=stream", "--output-logs=errors-only", "--no-color", "--continue"],
  },
];

export function runStaticCheck(
  check: (typeof staticChecks)[number],
  signal: AbortSignal,
  watchdog: Watchdog,
): Promise<string> {
  return runToEnd({
    what: check.title,
    command: process.execPath,
    args: [check.package === "" ? join(checkout, check.bin) : binOf(check.package, check.bin), ...check.args],
    cwd: checkout,
    env: {
      ...process.env,
      NO_COLOR: "1",
      TURBO_TELEMETRY_DISABLED: "1",
      NEXT_TELEMETRY_DISABLED: "1",
      DO_NOT_TRACK: "1",
      // oxlint finds its type-aware half on PATH
      PATH: `${join(checkout, "node_modules", ".bin")}:${process.env["PATH"] ?? ""}`,
    },
    signal,
    watchdog,
    isNoise: (line) => /^npm warn|:typecheck: npm (warn|error)/.test(line),
  });
}

/** The JavaScript file behind a package's command. */
export function binOf(packageName: string, bin: string): string {
  const require = createRequire(join(checkout, "package.json"));
  const manifestPath = join(packageFolder(require, packageName), "package.json");
  const manifest = require(manifestPath) as { bin: string | Record<string, string> };
  const relative = typeof manifest.bin === "string" ? manifest.bin : manifest.bin[bin];
  if (relative === undefined) throw new Error(`${packageName} has no command ${bin}`);
  return join(dirname(manifestPath), relative);
}

function packageFolder(require: NodeJS.Require, name: string): string {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      require.resolve(join(folder, name, "package.json"));
      return join(folder, name);
    } catch {
      // look on
    }
  }
  throw new Error(`${name} is not installed`);
}
