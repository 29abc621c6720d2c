import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { PidFile } from "./pid-files.ts";

/** A process that the stack runs, and how to tell that it is ready. */
export type ProcessSpec = {
  name: string;
  command: string;
  args: string[];
  cwd?: string;
  /** The whole environment: children get what is listed, not what happens to be set in the terminal. */
  env: Record<string, string>;
  /** Run as this user (only when we are root). */
  user?: { uid: number; gid: number };
  stopSignal?: PidFile["stopSignal"];
  /** Milliseconds to drain before SIGKILL. */
  graceMs?: number;
  /** Resolves true when the process takes work. */
  isReady(): Promise<boolean>;
};

export type RunningProcess = {
  readonly spec: ProcessSpec;
  readonly pid: number;
  /** Resolves when it has ended, in whichever way. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  hasEnded(): boolean;
  /** Asks by the stop signal, waits `graceMs`, then kills the whole process group. */
  stop(graceMs?: number): Promise<void>;
};

export class ProcessFailed extends Error {
  override name = "ProcessFailed";
}

/** Starts a process in a group of its own, its output appended to `logPath`. */
export async function runProcess(spec: ProcessSpec, logPath: string): Promise<RunningProcess> {
  const log = openSync(logPath, "a", 0o600);
  let child: ChildProcess;
  try {
    child = spawn(spec.command, spec.args, {
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
      ...spec.user,
      env: spec.env,
      stdio: ["ignore", log, log],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
  const { promise: ended, resolve: resolveEnded } = withResolvers<{
    code: number | null;
    signal: NodeJS.Signals | null;
  }>();
  let isOver = false;
  child.once("exit", (code, signal) => {
    isOver = true;
    resolveEnded({ code, signal });
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (cause) =>
      reject(new ProcessFailed(`${spec.name} could not be started: ${cause.message}`, { cause })),
    );
  });
  const pid = child.pid;
  if (pid === undefined) throw new ProcessFailed(`${spec.name} could not be started`);
  return {
    spec,
    pid,
    ended,
    hasEnded: () => isOver,
    async stop(graceMs = spec.graceMs ?? 10_000) {
      if (!isOver) child.kill(spec.stopSignal ?? "SIGTERM");
      const timer = new AbortController();
      const ranOut = sleep(graceMs, "ran out" as const, { signal: timer.signal }).catch(() => "cancelled" as const);
      await Promise.race([ended, ranOut]);
      timer.abort();
      // Also when the leader has gone: what it started must not outlive it.
      try {
        process.kill(-pid, "SIGKILL");
      } catch {
        // the group is empty
      }
      await ended;
    },
  };
}

/**
 * Waits until the process is ready. Throws ProcessFailed with the end of its log when it ends before that or
 * takes longer than `timeoutMs`.
 */
export async function waitUntilReady(running: RunningProcess, logPath: string, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (running.hasEnded()) {
      const { code, signal } = await running.ended;
      throw new ProcessFailed(`${running.spec.name} ended at once (${signal ?? `exit ${code}`})\n${logTail(logPath)}`);
    }
    if ((await running.spec.isReady().catch(() => false)) && !running.hasEnded()) return;
    if (Date.now() > deadline) {
      throw new ProcessFailed(`${running.spec.name} was not ready after ${timeoutMs / 1000} s\n${logTail(logPath)}`);
    }
    await sleep(40);
  }
}

/** The last lines of a log, for an error message. */
export function logTail(path: string, lines = 12): string {
  try {
    return readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .slice(-lines)
      .map((line) => `    ${line.slice(0, 400)}`)
      .join("\n");
  } catch {
    return "    (no log)";
  }
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((r) => {
    resolve = r;
  });
  return { promise, resolve };
}
