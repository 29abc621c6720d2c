import { configFromEnvironment } from "./env.ts";
import { createLogger } from "./logger.ts";
import { startGateway } from "./server.ts";

async function main(): Promise<void> {
  const config = configFromEnvironment();
  const log = createLogger(config.logLevel);
  if (!config.isDemo && config.services.sms.provider === "console") {
    log.warn("SMS_PROVIDER is console: nobody gets a code outside the demo");
  }
  const gateway = await startGateway(config, log);
  log.info({ url: gateway.url, demo: config.isDemo }, "gateway is listening");

  let isStopping = false;
  const stop = (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, "gateway is draining");
    gateway.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "gateway did not stop cleanly");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
}

try {
  await main();
} catch (error) {
  // One line for a person: a wrong environment or a taken port needs no stack.
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
