import { configFromEnvironment, holdEnvironment } from "./env.ts";
import { createLogger } from "./logger.ts";
import { startWorker } from "./server.ts";

/** Longer than draining takes. Whoever was told to end must end, whatever it still waits for. */
const FORCE_EXIT_MS = 20_000;

async function main(): Promise<void> {
  holdEnvironment();
  const config = configFromEnvironment();
  const log = createLogger(config.logLevel);
  const worker = await startWorker(config, log);
  log.info({ url: worker.url }, "worker is listening");

  let isStopping = false;
  const stop = (reason: string, code: number) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ reason }, "worker is draining");
    setTimeout(() => {
      log.error("worker did not stop in time");
      process.exit(1);
    }, FORCE_EXIT_MS).unref();
    worker.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        log.error({ err: error }, "worker did not stop cleanly");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => stop("SIGTERM", 0));
  process.on("SIGINT", () => stop("SIGINT", 0));
  worker.failed.catch((error: unknown) => {
    log.fatal({ err: error }, "the change relay can't run");
    stop("relay", 1);
  });
}

try {
  await main();
} catch (error) {
  // One line for a person: a wrong environment or a taken port needs no stack.
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
