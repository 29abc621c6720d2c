import { execFileSync } from "node:child_process";
import os from "node:os";
import { checkout } from "./stack.ts";

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
  /** Of the code; with a plus when files differ from it. */
  readonly commit: string;
  /** Over 1, 5 and 15 minutes, before anything was started. Above a few tenths, absolute figures are not to be trusted. */
  readonly loadBefore: readonly number[];
}

export function describeMachine(): Machine {
  return {
    processor: os.cpus()[0]?.model ?? "unknown",
    cores: os.availableParallelism(),
    memoryGigabytes: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    commit: commit(),
    loadBefore: os.loadavg().map((load) => Math.round(load * 100) / 100),
  };
}

function commit(): string {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: checkout, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain") === "" ? "" : "+"}`;
  } catch {
    return "unknown";
  }
}
