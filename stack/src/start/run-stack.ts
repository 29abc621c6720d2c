import { readdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { addresses, type Wiring } from "../config/environment.ts";
import { type Listener, reservePorts } from "../config/addresses.ts";
import { readExternal } from "../config/external.ts";
import { loadSecrets } from "../config/secrets.ts";
import { forgetEverything, openVarFolder, varFolder, type VarFolder } from "../config/var-folder.ts";
import { Failure } from "../failure.ts";
import { stopLeftovers } from "../process/pid-files.ts";
import { logTail } from "../process/run-process.ts";
import { startWatchdog } from "../process/watchdog.ts";
import type { Progress } from "../progress/progress.ts";
import { type Demo, removeStackFile, type StackFile, writeStackFile } from "../stack-file.ts";
import { Supervisor } from "../supervisor/supervisor.ts";
import type { StartOptions } from "./options.ts";
import { summary } from "./summary.ts";
import { claimFolder, releaseFolder } from "./supervisor-file.ts";
import { bringUp, stopOrder } from "./up.ts";

/** A process that was ready once and then falls this often, while others still start, will not recover by itself. */
const fallsThatEndAStart = 4;

export type RunningStack = {
  summary: string;
  stop: () => Promise<void>;
  /** Without draining. */
  kill: () => void;
};

/**
 * Starts everything, or leaves nothing behind and throws. `signal` gives the start up.
 */
export async function runStack(options: StartOptions, progress: Progress, signal: AbortSignal): Promise<RunningStack> {
  const startedAt = Date.now();
  const external = readExternal();
  const folder = varFolder();
  openVarFolder(folder);
  claimFolder(folder.supervisorFile);
  const watchdog = startWatchdog();
  const failed = new AbortController();
  let supervisor: Supervisor | undefined;
  try {
    await clearUp(folder, options, progress);
    const reserved = await reservePorts();
    const isDemo = process.env["TIFFIN_DEMO"] !== "0";
    const wiring: Wiring = {
      external,
      folder,
      isDemo,
      secrets: loadSecrets(folder.secretsFile),
      ports: reserved.ports,
      relaxedLimits: options.relaxedLimits,
      host: process.env["HOST"] || "127.0.0.1",
    };
    let demo: Demo | undefined;
    let isHealthy = false;
    const running = new Supervisor({
      run: folder.run,
      logOf: folder.log,
      watchdog,
      say: progress.line,
      onFall: (name, falls) => {
        if (!isHealthy && falls >= fallsThatEndAStart) {
          failed.abort(new Failure(`${name} keeps ending\n${logTail(folder.log(name))}`));
        }
      },
      onPidsChanged: () => isHealthy && writeStackFile(folder.stackFile, describeStack(wiring, options, running, demo)),
    });
    supervisor = running;
    const givenUp = AbortSignal.any([signal, failed.signal]);
    const launch: Supervisor["start"] = async (spec, how) => {
      await reserved.release(
        ...(spec.name === "soketi" ? (["soketi", "soketiMetrics"] as const) : [spec.name as Listener]),
      );
      await running.start(spec, how);
    };
    demo = await abortable(bringUp({ wiring, options, progress, watchdog, signal: givenUp, launch }), givenUp);
    isHealthy = true;
    const stack = describeStack(wiring, options, running, demo);
    writeStackFile(folder.stackFile, stack);
    return {
      summary: summary(stack, wiring.ports, Date.now() - startedAt, process.env["PAYMENTS_PROVIDER"] || undefined),
      kill: () => running.killAll(),
      stop: async () => {
        removeStackFile(folder.stackFile);
        await stopAll(running, progress);
        watchdog.release();
        releaseFolder(folder.supervisorFile);
      },
    };
  } catch (error) {
    failed.abort(error);
    if (supervisor !== undefined) await stopAll(supervisor, progress, 5000);
    watchdog.release();
    releaseFolder(folder.supervisorFile);
    throw error;
  }
}

async function stopAll(supervisor: Supervisor, progress: Progress, graceMs?: number): Promise<void> {
  supervisor.closeDoors();
  if (Object.keys(supervisor.pids()).length === 0) return;
  await progress.step("Stopping", async () => {
    for (const names of stopOrder) await supervisor.stop(names, graceMs);
    // What was only just being started when the doors closed.
    await supervisor.stop(Object.keys(supervisor.pids()), graceMs);
  });
}

async function clearUp(folder: VarFolder, options: StartOptions, progress: Progress): Promise<void> {
  const left = await stopLeftovers(folder.run);
  if (left.length > 0) progress.line(`  ! Stopped what an earlier start left running: ${left.join(", ")}`);
  removeStackFile(folder.stackFile);
  if (options.fresh) {
    forgetEverything(folder);
    openVarFolder(folder);
  }
  for (const name of readdirSync(folder.logs)) {
    // The supervisor's own log is open: it was emptied by whoever started it.
    if (name !== "supervisor.log") truncateSync(join(folder.logs, name));
  }
}

function describeStack(
  wiring: Wiring,
  options: StartOptions,
  supervisor: Supervisor,
  demo: Demo | undefined,
): StackFile {
  const { external, secrets } = wiring;
  const { customer, rider, restaurant, ...others } = addresses(wiring);
  const { life: _bots, ...pids } = supervisor.pids();
  return {
    urls: options.web ? { customer, rider, restaurant, ...others } : others,
    engines: {
      postgres: external.DATABASE_URL === undefined ? "embedded" : "external",
      redis: external.REDIS_URL === undefined ? "local" : "external",
      search: external.MEILI_URL === undefined ? "embedded" : "meilisearch",
      workflows: external.INNGEST_BASE_URL === undefined ? "embedded" : "inngest",
      live: "soketi",
    },
    pids,
    live: { appKey: external.SOKETI_APP_KEY ?? secrets.soketi.key },
    ...(demo === undefined ? {} : { demo }),
  };
}

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason instanceof Error ? signal.reason : new Error("given up"));
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(resolve, reject);
  });
}
