import { setTimeout as sleep } from "node:timers/promises";
import { type ProcessSpec, type RunningProcess, runProcess, waitUntilReady } from "../../src/process/run-process.ts";
import type { Watchdog } from "../../src/process/watchdog.ts";

/** A server that a test may kill and start again at the same address. */
export interface OwnServer {
  /** Sends the signal, and waits until it has ended. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startOwnServer(spec: ProcessSpec, log: string, watchdog: Watchdog): Promise<OwnServer> {
  let running: RunningProcess;
  const start = async () => {
    running = await runProcess(spec, log);
    watchdog.watch(running.pid, spec.stopSignal ?? "SIGTERM");
    await waitUntilReady(running, log);
  };
  await start();
  return {
    async end(signal) {
      process.kill(running.pid, signal);
      await running.ended;
      watchdog.forget(running.pid);
    },
    // What a killed Postgres started notices by itself that it is gone; until then its successor is turned away.
    async start() {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await start();
        } catch (error) {
          if (attempt === 40) throw error;
          await sleep(100);
        }
      }
    },
    stop: () => running.stop(),
  };
}
