import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, closeDatabase, type Database } from "@tiffin/db/client";
import { migrate } from "@tiffin/db/migrate";
import { createTestDatabase } from "@tiffin/db/testing";
import { type ChildService, startService } from "../../../apps/worker/src/testing/child-service.ts";
import {
  SANDBOX_API_KEY,
  SANDBOX_WEBHOOK_SECRET,
  startTestSandbox,
  type TestSandbox,
} from "../../../packages/core/src/payments/testing/sandbox-process.ts";
import { anyFreePort } from "../../src/process/ports.ts";
import { startWatchdog } from "../../src/process/watchdog.ts";
import { ensureDatabase, postgresUrl, preparePostgres } from "../../src/servers/postgres.ts";
import { prepareRedis, redisUrl } from "../../src/servers/redis.ts";
import { freeSoketiPorts, prepareSoketi } from "../../src/servers/soketi.ts";
import { eventually } from "./eventually.ts";
import { type HttpGate, openGate } from "./http-gate.ts";
import { type OwnServer, startOwnServer } from "./own-server.ts";

/** A process of ours that is killed and started again at the same address. */
export interface Mortal {
  readonly url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** All that an order needs from placing to paying, each part a process of its own, with gates between them. */
export interface FaultWorld {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly redis: OwnServer;
  /** Null: the test run's own, which nobody may kill. */
  readonly postgres: OwnServer | null;
  /** Null: the test run's own, which nobody may kill. */
  readonly soketi: OwnServer | null;
  readonly sandbox: TestSandbox;
  readonly webhookSecret: string;
  /** Signs access tokens, as a JWK in JSON. */
  readonly signingKey: string;
  readonly gateway: Mortal;
  readonly worker: Mortal;
  readonly engine: Mortal;
  /** From gateway and worker to the payment sandbox. */
  readonly payments: HttpGate;
  /** From the payment sandbox to the gateway. */
  readonly webhooks: HttpGate;
  /** From the worker to the workflow engine. */
  readonly events: HttpGate;
  /** From the worker to the live channels. */
  readonly live: HttpGate;
  /** A second worker beside the first, over the same servers. */
  anotherWorker(): Promise<ChildService>;
  /** A second gateway beside the first, over the same servers. */
  anotherGateway(): Promise<ChildService>;
  /** The reconciler's round that the cron asks for every five minutes, now. */
  reconcile(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldServers {
  readonly postgresUrl: string;
  readonly soketi: { host: string; port: number; appId: string; key: string; secret: string };
  /** A Postgres of its own, which keeps what it promised when it is killed. */
  readonly ownPostgres?: boolean;
  /** A Soketi of its own, which may be killed. */
  readonly ownSoketi?: boolean;
  /** Another Redis for gateway and worker than the world's own: a cluster. */
  readonly redisUrl?: string;
  /** Postgres reads a table whole only where no index helps, however small the table is. */
  readonly prefersIndexes?: boolean;
}

export async function createFaultWorld({
  postgresUrl: shared,
  soketi: sharedSoketi,
  ownPostgres,
  ownSoketi,
  redisUrl: otherRedisUrl,
  prefersIndexes,
}: WorldServers): Promise<FaultWorld> {
  const folder = mkdtempSync(join(tmpdir(), "tiffin-faults-"));
  chmodSync(folder, 0o711);
  const watchdog = startWatchdog();
  watchdog.removeAtEnd(folder);
  const closers: (() => Promise<unknown>)[] = [];

  const redisAt = { port: await anyFreePort(), password: "test" };
  const redisSpec = prepareRedis({ ...redisAt, folder: join(folder, "redis"), unsafeFast: true });
  const redis = await startOwnServer(redisSpec, join(folder, "redis.log"), watchdog);
  closers.push(() => redis.stop());

  const database = ownPostgres === true ? await startPostgres() : await cloneTemplate();
  const gatewayPort = await anyFreePort();
  const webhooks = await openGate(() => `http://127.0.0.1:${gatewayPort}`);
  closers.push(() => webhooks.close());
  const sandbox = await startTestSandbox(`${webhooks.url}/v1/webhooks/sandbox`);
  closers.push(() => sandbox.stop());
  const payments = await openGate(() => sandbox.url);
  closers.push(() => payments.close());
  const engine = await mortal("stack/workflows/main.ts", {
    DATABASE_URL: database.url,
    INNGEST_DEV: "1",
    PORT: String(await anyFreePort()),
  });
  const events = await openGate(() => engine.url);
  closers.push(() => events.close());
  const soketi = ownSoketi === true ? await startSoketi() : { ...sharedSoketi, server: null };
  const live = await openGate(() => `http://${soketi.host}:${soketi.port}`);
  closers.push(() => live.close());

  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: otherRedisUrl ?? redisUrl(redisAt),
    SOKETI_HOST: soketi.host,
    SOKETI_PORT: String(soketi.port),
    SOKETI_APP_ID: soketi.appId,
    SOKETI_APP_KEY: soketi.key,
    SOKETI_APP_SECRET: soketi.secret,
    SANDBOX_URL: payments.url,
    SANDBOX_API_KEY,
  };
  const gatewayEnv = {
    ...env,
    TIFFIN_DEMO: "1",
    TIFFIN_RELAXED_LIMITS: "1",
    // Tests hold several of them by a lock while the rest goes on.
    DATABASE_CONNECTIONS: "16",
    AUTH_PRIVATE_JWK: signingKey(),
    OTP_PEPPER: randomBytes(16).toString("hex"),
    SANDBOX_WEBHOOK_SECRET,
  };
  const workerEnv = {
    ...env,
    SOKETI_HOST: "127.0.0.1",
    SOKETI_PORT: new URL(live.url).port,
    INNGEST_DEV: "1",
    INNGEST_BASE_URL: events.url,
  };
  const [gateway, worker] = await Promise.all([
    mortal("apps/gateway/src/main.ts", { ...gatewayEnv, PORT: String(gatewayPort) }),
    mortal("apps/worker/src/main.ts", { ...workerEnv, PORT: String(await anyFreePort()) }),
  ]);

  return {
    db: database.db,
    databaseUrl: database.url,
    redisUrl: env.REDIS_URL,
    redis,
    postgres: database.server,
    soketi: soketi.server,
    sandbox,
    webhookSecret: SANDBOX_WEBHOOK_SECRET,
    signingKey: gatewayEnv.AUTH_PRIVATE_JWK,
    gateway,
    worker,
    engine,
    payments,
    webhooks,
    events,
    live,
    async anotherWorker() {
      const another = await startService("apps/worker/src/main.ts", { ...workerEnv, PORT: "0" });
      closers.push(() => another.stop());
      return another;
    },
    async anotherGateway() {
      const another = await startService("apps/gateway/src/main.ts", { ...gatewayEnv, PORT: "0" });
      closers.push(() => another.stop());
      return another;
    },
    async reconcile() {
      const body = JSON.stringify({ id: randomUUID(), name: "payments/reconcile", data: {} });
      const headers = { "content-type": "application/json" };
      // The same event until it is taken: a connection that was kept for long may be closed as it is used again.
      await eventually(async () => (await fetch(`${engine.url}/e/test`, { method: "POST", headers, body })).ok);
    },
    async close() {
      // Whoever still waits for an answer gets it, so that the processes can drain.
      for (const gate of [payments, webhooks, events, live]) gate.open();
      for (const close of closers.toReversed()) await close();
      watchdog.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };

  async function mortal(main: string, variables: Record<string, string>): Promise<Mortal> {
    let running = await startService(main, variables);
    closers.push(() => running.stop());
    return {
      url: running.url,
      kill: () => running.kill(),
      async start() {
        running = await startService(main, variables);
      },
    };
  }

  async function startSoketi() {
    const ports = await freeSoketiPorts();
    const app = { id: "faults", key: "faults-key", secret: "faults-secret" };
    const spec = await prepareSoketi({ folder: join(folder, "soketi"), host: "127.0.0.1", ...ports, app });
    const server = await startOwnServer(spec, join(folder, "soketi.log"), watchdog);
    closers.push(() => server.stop());
    return { host: "127.0.0.1", port: ports.port, appId: app.id, key: app.key, secret: app.secret, server };
  }

  async function cloneTemplate() {
    const clone = await createTestDatabase(shared);
    closers.push(() => clone.close());
    if (prefersIndexes === true) {
      const sql = clone.db.$client;
      await sql`alter database ${sql(new URL(clone.url).pathname.slice(1))} set enable_seqscan = off`;
    }
    return { db: clone.db, url: clone.url, server: null };
  }

  async function startPostgres() {
    const login = { user: "tiffin", password: "test", port: await anyFreePort() };
    const spec = await preparePostgres({ ...login, folder: join(folder, "postgres") });
    const server = await startOwnServer(spec, join(folder, "postgres.log"), watchdog);
    closers.push(() => server.stop());
    await ensureDatabase(postgresUrl(login, "postgres"), "tiffin");
    const url = postgresUrl(login, "tiffin");
    await migrate(url);
    const db = openDatabase(url, { applicationName: "faults", maxConnections: 4 });
    closers.push(() => closeDatabase(db));
    return { db, url, server };
  }
}

function signingKey(): string {
  return JSON.stringify({ ...generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }), kid: "faults" });
}
