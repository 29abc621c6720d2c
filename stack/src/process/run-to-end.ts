import { spawn } from "node:child_process";
import { Failure } from "../failure.ts";
import type { Watchdog } from "./watchdog.ts";

/**
 * Runs a command to its end and answers its output (the last 60,000 characters). Throws a Failure that starts with
 * `what` and shows the end of the output. `signal` ends it together with whatever it started.
 */
export function runToEnd(options: {
  what: string;
  command: string;
  args: string[];
  cwd?: string | undefined;
  env: Record<string, string | undefined>;
  user?: { uid: number; gid: number };
  signal?: AbortSignal;
  watchdog?: Watchdog;
  /** Leaves lines that say nothing out of the failure. */
  isNoise?: (line: string) => boolean;
}): Promise<string> {
  const { what, command, args, cwd, env, user, signal, watchdog } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...user, cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const { pid } = child;
    if (pid !== undefined) watchdog?.watch(pid, "SIGTERM");
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-60_000);
      });
    }
    const kill = () => {
      try {
        if (pid !== undefined) process.kill(-pid, "SIGKILL");
      } catch {
        // it has ended
      }
    };
    signal?.addEventListener("abort", kill, { once: true });
    if (signal?.aborted === true) kill();
    child.once("error", (error) => reject(new Failure(`${what}: ${error.message}`)));
    child.once("close", (code, killedBy) => {
      signal?.removeEventListener("abort", kill);
      if (pid !== undefined) watchdog?.forget(pid);
      if (code === 0) resolve(output);
      else reject(new Failure(`${what} (${killedBy ?? `exit ${code}`}):\n${tail(output, options.isNoise)}`));
    });
  });
}

function tail(output: string, isNoise: (line: string) => boolean = () => false): string {
  return output
    .split("\n")
    .filter((line) => line.trim() !== "" && !isNoise(line))
    .slice(-25)
    .map((line) => `    ${line}`)
    .join("\n");
}
