import { ConfigError, readConfig } from "./env.ts";
import { startEngine } from "./engine.ts";
import { createLog } from "./log.ts";
import { SchemaTooNewError } from "./migrations.ts";

const forceExitMs = 8_000;

/** One line that says what is wrong, and exit 1. */
function giveUp(error: unknown): never {
  const known = error instanceof ConfigError || error instanceof SchemaTooNewError;
  const message =
    error instanceof Error ? error.message || String((error as NodeJS.ErrnoException).code) : String(error);
  process.stderr.write(`workflows: ${known ? message : `cannot start: ${message}`}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  const engine = await startEngine(config, log);
  log.info(
    { url: engine.url, signed: config.signingKey !== null, apps: config.apps, engine: engine.id },
    `workflow engine listens on ${engine.url}`,
  );
  if (config.signingKey === null && !["127.0.0.1", "::1", "localhost"].includes(config.host)) {
    log.warn({ host: config.host }, "listens beyond this machine without a signing key: anybody there may send events");
  }
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), forceExitMs).unref();
    engine.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "did not stop cleanly");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
  process.on("unhandledRejection", (error) => log.error({ err: error }, "unhandled rejection"));
}

main().catch(giveUp);
