import { hostname } from "node:os";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { AppClient } from "./call-app.ts";
import type { Context } from "./context.ts";
import { channels, connect, type Sql } from "./database.ts";
import { Dispatcher } from "./dispatcher.ts";
import type { EngineConfig } from "./env.ts";
import { repairSlots } from "./gates.ts";
import { giveBackAll } from "./jobs.ts";
import type { Log } from "./log.ts";
import { Metrics } from "./metrics.ts";
import { migrate } from "./migrations.ts";
import { Registry } from "./registry.ts";
import { deleteOld } from "./retention.ts";
import { createServer } from "./server.ts";
import { AppSync } from "./sync.ts";

const beatMs = 5_000;
const retentionEveryMs = 60_000;
const graceMs = 3_000;

export interface Engine {
  readonly id: string;
  /** Where it listens. */
  readonly url: string;
  stop(): Promise<void>;
}

/** An engine that was killed on this very address holds its jobs no longer: nobody needs to wait for its leases. */
async function succeed(sql: Sql, engineId: string, place: string): Promise<void> {
  const dead = await sql<{ id: string }[]>`
    DELETE FROM workflows.engines WHERE place = ${place} AND id <> ${engineId} RETURNING id`;
  for (const { id } of dead) await giveBackAll(sql, id);
}

/** Once a minute. */
async function lookAfter(context: Context, isStopping: () => boolean): Promise<void> {
  await deleteOld(context, isStopping);
  const keys = await repairSlots(context.sql);
  if (keys.length === 0) return;
  context.log.error({ keys }, "concurrency slots did not match their holders; put right");
  context.poke();
}

/** Migrates, listens, and starts taking jobs. */
export async function startEngine(config: EngineConfig, log: Log): Promise<Engine> {
  const sql = connect(config.databaseUrl, config.databaseConnections);
  try {
    await migrate(sql);
    const registry = new Registry(sql);
    await registry.load();
    const reachable = new Map<string, boolean>();
    const context: Context = {
      sql,
      registry,
      client: new AppClient(config.requestTimeoutMs),
      config,
      metrics: new Metrics(),
      log,
      poke: () => dispatcher.poke(),
      appSeen: (appId, answered, reason) => {
        if ((reachable.get(appId) ?? true) === answered) return;
        reachable.set(appId, answered);
        if (answered) log.info({ app: appId }, "app answers again");
        else log.warn({ app: appId, reason }, "app cannot be reached; its runs wait");
        if (!answered) sync.hurry();
      },
    };
    const dispatcher = new Dispatcher(context);
    const sync = new AppSync(context);
    let stopping = false;

    const app = createServer(context, {
      engineId: dispatcher.id,
      isStopping: () => stopping,
      inFlight: () => dispatcher.inFlight,
    });
    const server = createAdaptorServer({ fetch: app.fetch });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(config.port, config.host, resolve);
    });
    const { port } = server.address() as AddressInfo;
    const url = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${port}`;

    await sql.listen(channels.jobs, () => dispatcher.poke());
    await sql.listen(channels.registry, () => void registry.load().catch(() => {}));
    const place = `${hostname()} ${config.host}:${port}`;
    const beat = async (): Promise<void> => {
      await sql`
        INSERT INTO workflows.engines (id, place, url, pid) VALUES (${dispatcher.id}, ${place}, ${url}, ${process.pid})
        ON CONFLICT (id) DO UPDATE SET seen_at = now()`;
    };
    await beat();
    await succeed(sql, dispatcher.id, place);
    dispatcher.start();
    sync.start();
    const beating = setInterval(() => void beat().catch(() => {}), beatMs);
    const cleaning = setInterval(() => {
      lookAfter(context, () => stopping).catch((error: unknown) => log.warn({ err: error }, "could not clean up"));
    }, retentionEveryMs);

    return {
      id: dispatcher.id,
      url,
      stop: async () => {
        if (stopping) return;
        stopping = true;
        clearInterval(beating);
        clearInterval(cleaning);
        sync.stop();
        // The server stays open meanwhile: what is in flight still checkpoints its steps.
        await dispatcher.stop(graceMs);
        await sql`DELETE FROM workflows.engines WHERE id = ${dispatcher.id}`;
        await new Promise<void>((resolve) => {
          server.close(() => resolve());
          if ("closeAllConnections" in server) server.closeAllConnections();
        });
        await sql.end({ timeout: 2 });
      },
    };
  } catch (error) {
    await sql.end({ timeout: 1 }).catch(() => {});
    throw error;
  }
}
