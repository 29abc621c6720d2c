import { join } from "node:path";
import { addresses, databaseName, databaseUser, serviceEnvironment, type Wiring } from "../config/environment.ts";
import { bundled, nextApp, nodeServices, serviceSpec, typescript, webApps } from "../config/services.ts";
import { describe, Failure } from "../failure.ts";
import { logTail } from "../process/run-process.ts";
import type { Watchdog } from "../process/watchdog.ts";
import type { Progress } from "../progress/progress.ts";
import { answers, ensureDatabase, postgresUrl, preparePostgres } from "../servers/postgres.ts";
import { prepareRedis, redisAnswers } from "../servers/redis.ts";
import { prepareSoketi } from "../servers/soketi.ts";
import { withoutPassword } from "../servers/without-password.ts";
import type { Demo } from "../stack-file.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { build } from "./build.ts";
import type { StartOptions } from "./options.ts";
import { prepareDatabase } from "./prepare-database.ts";

type Up = {
  wiring: Wiring;
  options: StartOptions;
  progress: Progress;
  watchdog: Watchdog;
  signal: AbortSignal;
  /** Starts a process on the port that was kept for it, and waits until it is ready. */
  launch: Supervisor["start"];
};

/** The order in which processes stop: those that take work from people first, what they stand on last. */
export const stopOrder = [
  ["life"],
  [...webApps],
  ["gateway"],
  ["worker"],
  ["workflows", "paymentSandbox", "soketi"],
  ["redis", "postgres"],
];

/**
 * Brings everything up, in parallel where nothing depends on it, and resolves when all of it is ready. The first
 * failure ends the rest by `signal`; the caller stops what runs.
 */
export async function bringUp(up: Up): Promise<Demo | undefined> {
  const { options } = up;
  const database = startPostgres(up).then(() => prepareDatabase(up));
  const redis = startRedis(up);
  const soketi = startSoketi(up);
  const sandbox = startSandbox(up);
  const workflows = database.then(() => startWorkflows(up));
  const services = buildServices(up);
  const web = options.web ? buildWeb(up, services) : undefined;

  const backEnd = allOf([database, redis, soketi, sandbox, workflows, services]).then(() => startServices(up));
  const frontEnd =
    web === undefined ? undefined : allOf([web, backEnd]).then(async () => startWebApps(up, await database));
  await allOf([backEnd, ...(frontEnd === undefined ? [] : [frontEnd])]);
  if (options.life && up.wiring.isDemo) await startLife(up);
  return database;
}

async function startPostgres({ wiring, launch, progress, signal, watchdog }: Up): Promise<void> {
  const { external, folder, secrets, ports } = wiring;
  if (external.DATABASE_URL !== undefined) {
    const url = external.DATABASE_URL;
    return progress.step("Postgres (yours)", async () => {
      if (!(await answers(url))) throw new Failure(`DATABASE_URL: no Postgres answers at ${withoutPassword(url)}`);
    });
  }
  return progress.step("Postgres", async (note) => {
    const login = { user: databaseUser, password: secrets.postgresPassword, port: ports.postgres };
    const spec = await preparePostgres({ ...login, folder: folder.postgres, lifeline: { signal, watchdog } });
    try {
      await launch(spec);
    } catch (error) {
      throw new Failure(
        `The database in ${spec.cwd} cannot be started: ${fatalLine(folder.log("postgres")) ?? describe(error)}. Put it back from a backup, or start over with \`npm start -- --fresh\`.`,
      );
    }
    await ensureDatabase(postgresUrl(login, "postgres"), databaseName);
    note(`:${ports.postgres}`);
  });
}

function startRedis({ wiring, launch, progress }: Up): Promise<void> {
  const { external, folder, secrets, ports } = wiring;
  if (external.REDIS_URL !== undefined) {
    const url = external.REDIS_URL;
    return progress.step("Redis (yours)", async () => {
      if (!(await redisAnswers(url))) throw new Failure(`REDIS_URL: no Redis answers at ${withoutPassword(url)}`);
    });
  }
  return progress.step("Redis", async (note) => {
    await launch(prepareRedis({ folder: folder.redis, port: ports.redis, password: secrets.redisPassword }));
    note(`:${ports.redis}`);
  });
}

function startSoketi({ wiring, launch, progress }: Up): Promise<void> {
  const { external, folder, secrets, ports, host } = wiring;
  if (external.SOKETI_HOST !== undefined) {
    const url = addresses(wiring).soketi;
    return progress.step("Live channels (yours)", async () => {
      await fetch(url).catch(() => {
        throw new Failure(`SOKETI_HOST: nothing answers at ${url}`);
      });
    });
  }
  return progress.step("Soketi", async (note) => {
    const say = (line: string) => progress.line(`  … ${line}`);
    const spec = await prepareSoketi({
      folder: folder.soketi,
      host,
      port: ports.soketi,
      metricsPort: ports.soketiMetrics,
      app: secrets.soketi,
      say,
    });
    await launch(spec, { tries: 2 });
    note(`:${ports.soketi}`);
  });
}

function startSandbox({ wiring, launch, progress }: Up): Promise<void> {
  const { folder, ports } = wiring;
  return progress.step("Payment sandbox", async (note) => {
    const env = {
      ...serviceEnvironment(wiring),
      SANDBOX_STORE: join(folder.sandbox, "payments.jsonl"),
      SANDBOX_WEBHOOK_URL: `${addresses(wiring).gateway}/v1/webhooks/sandbox`,
    };
    await launch(serviceSpec("paymentSandbox", ports.paymentSandbox, env, typescript("stack/sandbox/main.ts")), {
      tries: 2,
    });
    note(`:${ports.paymentSandbox}`);
  });
}

async function startWorkflows({ wiring, launch, progress }: Up): Promise<void> {
  const { external, ports } = wiring;
  if (external.INNGEST_BASE_URL !== undefined) {
    const url = external.INNGEST_BASE_URL;
    return progress.step("Inngest (yours)", async () => {
      await fetch(url).catch(() => {
        throw new Failure(`INNGEST_BASE_URL: nothing answers at ${url}`);
      });
    });
  }
  return progress.step("Workflow engine", async (note) => {
    const env = {
      ...serviceEnvironment(wiring),
      HOST: "127.0.0.1",
      WORKFLOWS_APPS: `${addresses(wiring).worker}/api/inngest`,
    };
    await launch(serviceSpec("workflows", ports.workflows, env, typescript("stack/workflows/main.ts")), {
      tries: 2,
    });
    note(`:${ports.workflows}`);
  });
}

function buildServices({ progress, signal, watchdog }: Up): Promise<void> {
  return progress.step("Building gateway and worker", async (note) => {
    const { fromCache } = await build([...nodeServices], signal, watchdog);
    if (fromCache) note("unchanged");
  });
}

async function buildWeb({ progress, signal, watchdog }: Up, services: Promise<void>): Promise<void> {
  await services; // two cores: the small build first, so that the services start meanwhile
  return progress.step("Building the web apps", async (note) => {
    const { fromCache } = await build([...webApps], signal, watchdog);
    if (fromCache) note("unchanged");
  });
}

async function startServices({ wiring, launch, progress }: Up): Promise<void> {
  const env = serviceEnvironment(wiring);
  await allOf(
    nodeServices.map((name) =>
      progress.step(name === "gateway" ? "Gateway" : "Worker", async (note) => {
        const port = wiring.ports[name];
        await launch(serviceSpec(name, port, env, bundled(name)), { tries: 2 });
        note(`:${port}`);
      }),
    ),
  );
}

async function startWebApps({ wiring, launch, progress }: Up, demo: Demo | undefined): Promise<void> {
  const env = {
    ...serviceEnvironment(wiring),
    NEXT_TELEMETRY_DISABLED: "1",
    // The login pages offer them, where there are any.
    ...(demo === undefined ? {} : { TIFFIN_DEMO_ACCOUNTS: JSON.stringify(demo) }),
  };
  await allOf(
    webApps.map((name) =>
      progress.step(`${name[0]?.toUpperCase()}${name.slice(1)} app`, async (note) => {
        const port = wiring.ports[name];
        await launch(serviceSpec(name, port, env, nextApp(name, port, wiring.host)), { tries: 2 });
        note(`:${port}`);
      }),
    ),
  );
}

function startLife({ wiring, launch, progress }: Up): Promise<void> {
  return progress.step("Life in the city", async () => {
    const env = serviceEnvironment(wiring);
    await launch(serviceSpec("life", wiring.ports.life, env, typescript("sim/src/life.ts")), { tries: 2 });
  });
}

/** Waits for all; the first failure is thrown at once, and the others' are not left unhandled. */
async function allOf(work: Promise<unknown>[]): Promise<void> {
  for (const one of work) one.catch(() => {});
  await Promise.all(work);
}

function fatalLine(log: string): string | undefined {
  return logTail(log, 40)
    .split("\n")
    .findLast((line) => /FATAL|PANIC/.test(line))
    ?.replace(/^.*?(FATAL|PANIC):\s*/, "");
}
