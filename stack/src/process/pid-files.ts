import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isSameProcess, processIdentity } from "./identity.ts";

const pidFile = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  identity: z.string(),
  stopSignal: z.enum(["SIGTERM", "SIGINT"]),
});
export type PidFile = z.infer<typeof pidFile>;

/** Records a running child so that a later start finds it if this process is killed. */
export function writePidFile(folder: string, name: string, pid: number, stopSignal: PidFile["stopSignal"]): void {
  const identity = processIdentity(pid);
  if (identity === undefined) return; // died at once: nothing to find later
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.json`);
  writeFileSync(`${path}.new`, JSON.stringify({ name, pid, identity, stopSignal } satisfies PidFile));
  renameSync(`${path}.new`, path);
}

export function removePidFile(folder: string, name: string): void {
  rmSync(join(folder, `${name}.json`), { force: true });
}

/** The processes recorded in the folder that still run; records of dead ones (or of a reused pid) are removed. */
export function runningFromPidFiles(folder: string): PidFile[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const path = join(folder, name);
    const parsed = pidFile.safeParse(readJson(path));
    if (parsed.success && isSameProcess(parsed.data.pid, parsed.data.identity)) return [parsed.data];
    rmSync(path, { force: true });
    return [];
  });
}

/**
 * Stops what an earlier, killed parent left behind: each by its own signal, after `graceMs` its whole process
 * group by SIGKILL. Answers the names of what was stopped.
 */
export async function stopLeftovers(folder: string, graceMs = 10_000): Promise<string[]> {
  const leftovers = runningFromPidFiles(folder);
  for (const { pid, stopSignal } of leftovers) signal(pid, stopSignal);
  const deadline = Date.now() + graceMs;
  let alive = leftovers;
  while (alive.length > 0 && Date.now() < deadline) {
    await sleep(50);
    alive = alive.filter(({ pid, identity }) => isSameProcess(pid, identity));
  }
  for (const { pid } of alive) signal(-pid, "SIGKILL");
  for (const { name } of leftovers) removePidFile(folder, name);
  return leftovers.map(({ name }) => name);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone in the meantime
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
