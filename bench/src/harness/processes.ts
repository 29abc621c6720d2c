import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** Linux counts processor time in hundredths of a second whatever the kernel's own clock (USER_HZ). */
const TICKS_PER_SECOND = 100;

/** Processor seconds that a process has used so far; NaN where the system doesn't tell (not Linux). */
export function cpuSeconds(pid: number): number {
  const [own, kernel] = ownAndKernelSeconds(pid);
  return own + kernel;
}

/** Processor seconds of a process in its own code, and in the kernel on its behalf; NaN where the system doesn't tell. */
export function ownAndKernelSeconds(pid: number): [own: number, kernel: number] {
  const fields = procFile(pid, "stat")
    ?.replace(/^.*\) /, "")
    .split(" ");
  return [Number(fields?.[11]) / TICKS_PER_SECOND, Number(fields?.[12]) / TICKS_PER_SECOND];
}

/** Processor seconds of a server and of the processes that it forked (Postgres has one for each connection). */
export function cpuSecondsOfTree(pid: number): number {
  return cpuSeconds(pid) + childrenOf(pid).reduce((sum, child) => sum + (cpuSeconds(child) || 0), 0);
}

/** Resident memory in mebibytes; NaN where the system doesn't tell. */
export function residentMebibytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(procFile(pid, "status") ?? "")?.[1];
  return kibibytes === undefined ? Number.NaN : Number(kibibytes) / 1024;
}

/** The environment that a process was started with; undefined where the system doesn't tell. */
export function environmentOf(pid: number): Record<string, string> | undefined {
  const text = procFile(pid, "environ");
  if (text === undefined) return undefined;
  const entries = text.split("\0").flatMap((entry) => {
    const at = entry.indexOf("=");
    return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Waits until those processes have used next to nothing for some seconds: what was begun before is done. */
export async function untilQuiet(pids: readonly number[], atMostMs: number): Promise<boolean> {
  const used = () => pids.reduce((sum, pid) => sum + (cpuSecondsOfTree(pid) || 0), 0);
  const until = Date.now() + atMostMs;
  let quiet = 0;
  let before = used();
  while (Date.now() < until) {
    await pause(1_000);
    const now = used();
    quiet = now - before < 0.15 ? quiet + 1 : 0;
    if (quiet === 3) return true;
    before = now;
  }
  return false;
}

function childrenOf(pid: number): number[] {
  const text = procFile(pid, `task/${pid}/children`) ?? "";
  return text.split(" ").filter(Boolean).map(Number);
}

function procFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return undefined;
  }
}
