import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface TestEngine {
  readonly url: string;
  stop(): Promise<void>;
}

/** The embedded workflow engine in a process of its own, with its state in the given database. */
export async function startTestEngine(databaseUrl: string): Promise<TestEngine> {
  const main = fileURLToPath(new URL("../../../../stack/workflows/main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", main], {
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      DATABASE_URL: databaseUrl,
      INNGEST_DEV: "1",
      LOG_LEVEL: "info",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const url = await new Promise<string>((ready, refuse) => {
    child.stdout.on("data", (chunk: Buffer) => {
      const match = /"url":"([^"]+)"/.exec(chunk.toString());
      if (match?.[1]) ready(match[1]);
    });
    child.once("exit", (code) => refuse(new Error(`the engine ended with ${code}`)));
  });
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
