import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { anyFreePort } from "../process/ports.ts";
import { runningFromPidFiles, stopLeftovers, writePidFile } from "../process/pid-files.ts";
import { type ProcessSpec, type RunningProcess, runProcess, waitUntilReady } from "../process/run-process.ts";
import { startWatchdog } from "../process/watchdog.ts";
import { postgresUrl, preparePostgres } from "../servers/postgres.ts";
import { freeSoketiPorts, prepareSoketi } from "../servers/soketi.ts";
import { prepareRedis, redisUrl } from "../servers/redis.ts";

const prefix = "tiffin-int-";

export type TestServers = {
  postgresUrl: string;
  redisUrl: string;
  soketi: { host: string; port: number; metricsPort: number; appId: string; key: string; secret: string };
  stop(): Promise<void>;
};

/** Postgres, Redis and Soketi of their own for one run of the tests, on free ports, with their data in a temporary folder. */
export async function startTestServers(): Promise<TestServers> {
  await removeWhatKilledRunsLeft();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const pids = join(folder, "pids");
  mkdirSync(pids);
  // mkdtemp closes the folder to others, and Postgres may have to run as another user.
  chmodSync(folder, 0o711);
  writePidFile(pids, "test-run", process.pid, "SIGTERM");

  const watchdog = startWatchdog();
  watchdog.removeAtEnd(folder);
  const running: RunningProcess[] = [];
  const start = async (spec: ProcessSpec) => {
    const log = join(folder, `${spec.name}.log`);
    const child = await runProcess(spec, log);
    watchdog.watch(child.pid, spec.stopSignal ?? "SIGTERM");
    writePidFile(pids, spec.name, child.pid, spec.stopSignal ?? "SIGTERM");
    running.push(child);
    await waitUntilReady(child, log);
  };
  const stop = async () => {
    await Promise.all(running.map((child) => child.stop()));
    watchdog.release();
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    const [postgresPort, redisPort, soketiPorts] = await Promise.all([anyFreePort(), anyFreePort(), freeSoketiPorts()]);
    const login = { user: "tiffin", password: "test", port: postgresPort };
    const app = { id: "tiffin", key: "test-key", secret: "test-secret" };
    const host = "127.0.0.1";
    const redis = { port: redisPort, password: "test" };
    await Promise.all([
      preparePostgres({ ...login, folder: join(folder, "postgres"), unsafeFast: true }).then(start),
      start(prepareRedis({ ...redis, folder: join(folder, "redis"), unsafeFast: true })),
      prepareSoketi({ folder: join(folder, "soketi"), host, ...soketiPorts, app, say: console.log }).then(start),
    ]);
    return {
      postgresUrl: postgresUrl(login, "postgres"),
      redisUrl: redisUrl(redis),
      soketi: { host, ...soketiPorts, appId: app.id, key: app.key, secret: app.secret },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A run that was killed together with its watchdog left servers and a folder: both go now. */
async function removeWhatKilledRunsLeft(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    const pids = join(folder, "pids");
    try {
      if (runningFromPidFiles(pids).some((file) => file.name === "test-run")) continue;
      const left = await stopLeftovers(pids);
      // One that is only just being made has no record yet.
      if (left.length === 0 && Date.now() - statSync(folder).mtimeMs < 60_000) continue;
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // another user's
    }
  }
}
