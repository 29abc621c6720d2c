import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Failure } from "../failure.ts";
import type { ProcessSpec } from "../process/run-process.ts";
import { checkout } from "./checkout.ts";

export const webApps = ["customer", "rider", "restaurant"] as const;
export type WebApp = (typeof webApps)[number];
export const nodeServices = ["gateway", "worker"] as const;

type Service = Pick<ProcessSpec, "command" | "args" | "cwd">;

/** Our own processes: what to run for each. */
export function serviceSpec(name: string, port: number, env: Record<string, string>, service: Service): ProcessSpec {
  return {
    name,
    ...service,
    env: { ...env, PORT: String(port) },
    graceMs: 12_000,
    isReady: async () => (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(5000) })).ok,
  };
}

/**
 * Gateway and worker make much that lives for some milliseconds (messages, batches): with the usual 16 MiB for what is young, a
 * tenth of its time went into collecting it.
 */
const flags = {
  gateway: ["--enable-source-maps", "--max-semi-space-size=64"],
  worker: ["--enable-source-maps", "--max-semi-space-size=64"],
} as const satisfies Record<(typeof nodeServices)[number], readonly string[]>;

/** A service that was bundled by its build. */
export function bundled(name: (typeof nodeServices)[number]): Service {
  const main = join(checkout, "apps", name, "dist", "main.js");
  return { command: process.execPath, args: [...flags[name], needed(main, name)], cwd: checkout };
}

/** A process that runs our TypeScript as it stands. */
export function typescript(entry: string, args: string[] = []): Service {
  return {
    command: process.execPath,
    args: ["--import", tsx(), needed(join(checkout, entry), entry), ...args],
    cwd: checkout,
  };
}

/** A built Next app, without the shell and the npm that would stand between it and our signals. */
export function nextApp(name: WebApp, port: number, host: string): Service {
  const folder = join(checkout, "apps", name);
  needed(join(folder, ".next", "BUILD_ID"), name);
  const next = join(
    dirname(createRequire(join(folder, "package.json")).resolve("next/package.json")),
    "dist",
    "bin",
    "next",
  );
  return { command: process.execPath, args: [next, "start", "--port", String(port), "--hostname", host], cwd: folder };
}

/** Named by its address, so that it is found from any working folder. */
export function tsx(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
}

function needed(path: string, what: string): string {
  if (!existsSync(path)) throw new Failure(`${what} cannot be started: ${path} is not there`);
  return path;
}
