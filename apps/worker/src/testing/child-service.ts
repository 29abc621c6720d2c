import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** One of our services in a process of its own, so that a test can kill it. */
export interface ChildService {
  readonly url: string;
  /** As a power cut would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts `main` (from the repository's root) and waits until it says where it listens. */
export async function startService(main: string, env: Record<string, string>): Promise<ChildService> {
  const script = fileURLToPath(new URL(`../../../../${main}`, import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    env: { ...process.env, HOST: "127.0.0.1", ...env, LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  const url = await new Promise<string>((ready, refuse) => {
    child.stdout.on("data", (chunk: Buffer) => {
      const match = /"url":"([^"]+)".*listen/.exec(chunk.toString());
      if (match?.[1]) ready(match[1]);
    });
    child.once("exit", (code) => refuse(new Error(`${main} ended with ${code}`)));
  });
  return { url, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}
