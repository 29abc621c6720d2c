import { setTimeout as sleep } from "node:timers/promises";
import { removePidFile, writePidFile } from "../process/pid-files.ts";
import { logTail, type ProcessSpec, type RunningProcess, runProcess, waitUntilReady } from "../process/run-process.ts";
import type { Watchdog } from "../process/watchdog.ts";
import { healthyAfterMs, restartDelay } from "./backoff.ts";

export type SupervisorOptions = {
  /** Folder of pid files. */
  run: string;
  logOf: (name: string) => string;
  watchdog: Watchdog;
  /** A line that a person should see. */
  say: (line: string) => void;
  /** Called when a restart has given a child another pid. */
  onPidsChanged: () => void;
  /** Called each time a child that was ready has ended, with how often in a row. */
  onFall?: (name: string, falls: number) => void;
  delay?: typeof restartDelay;
};

type Child = { spec: ProcessSpec; running: RunningProcess; startedAt: number; falls: number; wanted: boolean };

/** Runs the stack's processes: restarts the ones that die, stops all in the order that was asked for. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #children = new Map<string, Child>();
  readonly #stopping = new AbortController();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** The pids of what runs now, by name. */
  pids(): Record<string, number> {
    return Object.fromEntries([...this.#children].map(([name, child]) => [name, child.running.pid]));
  }

  /** Starts a process and waits until it is ready; `tries` times when it ends by itself before that. */
  async start(
    spec: ProcessSpec,
    { tries = 1, timeoutMs = 90_000 }: { tries?: number; timeoutMs?: number } = {},
  ): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      this.#stopping.signal.throwIfAborted();
      const running = await this.#launch(spec);
      const child: Child = { spec, running, startedAt: Date.now(), falls: 0, wanted: true };
      this.#children.set(spec.name, child);
      try {
        await waitUntilReady(running, this.#options.logOf(spec.name), timeoutMs);
        void this.#keepAlive(child);
        return;
      } catch (error) {
        const diedByItself = running.hasEnded();
        await this.#end(child);
        if (!diedByItself || attempt >= tries) throw error;
        await sleep(restartDelay(attempt));
      }
    }
  }

  /** Stops the named children together, draining each; unknown names are skipped. */
  async stop(names: string[], graceMs?: number): Promise<void> {
    await Promise.all(
      names.flatMap((name) => {
        const child = this.#children.get(name);
        return child === undefined ? [] : [this.#end(child, graceMs)];
      }),
    );
  }

  /** From now on nothing is started or restarted. */
  closeDoors(): void {
    this.#stopping.abort(new Error("the stack is stopping"));
    for (const child of this.#children.values()) child.wanted = false;
  }

  /** The second Ctrl-C: no draining. */
  killAll(): void {
    this.closeDoors();
    for (const { running } of this.#children.values()) {
      try {
        process.kill(-running.pid, "SIGKILL");
      } catch {
        // gone
      }
    }
  }

  async #launch(spec: ProcessSpec): Promise<RunningProcess> {
    const { run, logOf, watchdog } = this.#options;
    const running = await runProcess(spec, logOf(spec.name));
    const stopSignal = spec.stopSignal ?? "SIGTERM";
    watchdog.watch(running.pid, stopSignal);
    writePidFile(run, spec.name, running.pid, stopSignal);
    return running;
  }

  async #end(child: Child, graceMs?: number): Promise<void> {
    child.wanted = false;
    await child.running.stop(graceMs);
    this.#options.watchdog.forget(child.running.pid);
    removePidFile(this.#options.run, child.spec.name);
    if (this.#children.get(child.spec.name) === child) this.#children.delete(child.spec.name);
  }

  async #keepAlive(child: Child): Promise<void> {
    const { say, logOf, delay = restartDelay } = this.#options;
    const { name } = child.spec;
    while (child.wanted) {
      const { code, signal } = await child.running.ended;
      if (!child.wanted) return;
      this.#options.watchdog.forget(child.running.pid);
      child.falls = Date.now() - child.startedAt > healthyAfterMs ? 1 : child.falls + 1;
      this.#options.onFall?.(name, child.falls);
      const wait = delay(child.falls);
      say(
        `  ! ${name} ended (${signal ?? `exit ${code}`}), restarting in ${(wait / 1000).toFixed(1)} s · ${logOf(name)}`,
      );
      try {
        await sleep(wait, undefined, { signal: this.#stopping.signal });
      } catch {
        return;
      }
      await this.#restart(child);
    }
  }

  async #restart(child: Child): Promise<void> {
    const { say, logOf } = this.#options;
    const { name } = child.spec;
    try {
      child.running = await this.#launch(child.spec);
      child.startedAt = Date.now();
      this.#options.onPidsChanged();
      await waitUntilReady(child.running, logOf(name));
      say(`  ✓ ${name} is back`);
    } catch (error) {
      if (!child.wanted) return;
      const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
      say(`  ! ${name} did not come back: ${reason}\n${logTail(logOf(name), 4)}`);
      // Alive but never ready: start it anew. One that has ended is seen by the loop.
      if (!child.running.hasEnded()) await child.running.stop();
    }
  }
}
