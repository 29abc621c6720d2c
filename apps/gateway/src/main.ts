import { configFromEnvironment } from "./env.ts";
import { createLogger } from "./logger.ts";
import { startGateway } from "./server.ts";

/** Longer than draining takes. Whoever was told to end must end, whatever it still waits for. */
const FORCE_EXIT_MS = 20_000;

async function main(): Promise<void> {
  const config = configFromEnvironment();
  const log = createLogger(config.logLevel);
  if (!config.isDemo && config.services.sms.provider === "console") {
    log.warn("SMS_PROVIDER is console: nobody gets a code outside the demo");
  }
  const gateway = await startGateway(config, log);
  log.info({ url: gateway.url, demo: config.isDemo }, "gateway is listening");

  let isStopping = false;
  const stop = (reason: string, exitCode: number) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ reason }, "gateway is draining");
    setTimeout(() => {
      log.error("gateway did not stop in time");
      process.exit(1);
    }, FORCE_EXIT_MS).unref();
    gateway.stop().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        log.error({ err: error }, "gateway did not stop cleanly");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => stop("SIGTERM", 0));
  process.on("SIGINT", () => stop("SIGINT", 0));
  // Nobody knows what state an unforeseen throw left behind: finish what is under way, and start anew.
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "uncaught exception");
    stop("uncaught exception", 1);
  });
}

try {
  await main();
} catch (error) {
  // One line for a person: a wrong environment or a taken port needs no stack.
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
