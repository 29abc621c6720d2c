/**
 * The payment sandbox: a payment gateway to develop and test against, in a process of its own because a real one is
 * somebody else's machine: it can be slow, silent, wrong, or restarted at any moment. See README.md beside this.
 */
import { pino } from "pino";
import { readEnv } from "./env.ts";
import { startSandbox } from "./server.ts";

function fail(error: unknown): never {
  console.error(`payment sandbox: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

try {
  const env = readEnv();
  const log = pino({ level: env.LOG_LEVEL, base: { process: "payment-sandbox" } });
  const sandbox = await startSandbox(env, log);
  log.info({ url: sandbox.url, store: env.SANDBOX_STORE }, "payment sandbox is ready");
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "payment sandbox stops");
    sandbox.stop().then(() => process.exit(0), fail);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
} catch (error) {
  fail(error);
}
