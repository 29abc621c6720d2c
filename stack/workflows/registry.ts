import { channels, durably, json, type Db, type Sql, type Tx } from "./database.ts";
import { nextTick } from "./cron.ts";
import { RefusedError, type FunctionConfig, type Registration } from "./registration.ts";

export interface RegisteredFunction extends FunctionConfig {
  readonly appId: string;
  /** No longer served: it starts no new runs, but those under way go on. */
  readonly removed: boolean;
}

export interface Trigger {
  readonly fn: RegisteredFunction;
  readonly expression: string | undefined;
}

const cronKey = (functionId: string, index: number): string => `cron:${functionId}:${index}`;

/** One lock for all registrations, so that two engines do not write the same app at once. */
const lockId = 8_288_002;

/**
 * The functions of all apps, held in memory. Each engine's copy has the version of the table it was read from, and
 * whoever takes an event compares the two in the same statement that stores it.
 */
export class Registry {
  readonly #sql: Sql;
  #version = "";
  #functions = new Map<string, RegisteredFunction>();
  #byEvent = new Map<string, Trigger[]>();
  #wildcards: { prefix: string; trigger: Trigger }[] = [];
  #loading: Promise<void> | null = null;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  get version(): string {
    return this.#version;
  }

  get(functionId: string): RegisteredFunction | undefined {
    return this.#functions.get(functionId);
  }

  all(): RegisteredFunction[] {
    return [...this.#functions.values()];
  }

  /** Whether any function starts on this event, expressions aside. */
  triggers(eventName: string): Trigger[] {
    const exact = this.#byEvent.get(eventName) ?? [];
    const wild = this.#wildcards.filter(({ prefix }) => eventName.startsWith(prefix)).map(({ trigger }) => trigger);
    return wild.length === 0 ? exact : [...exact, ...wild];
  }

  /** Reads the tables again, once however many ask. */
  async load(db: Db = this.#sql): Promise<void> {
    this.#loading ??= this.#read(db).finally(() => {
      this.#loading = null;
    });
    await this.#loading;
  }

  /** @param db the caller's transaction: waiting for another connection while holding one could exhaust the pool */
  async ensure(version: string, db: Db): Promise<void> {
    if (this.#version === version) return;
    await this.load(db);
    if (this.#version !== version) await this.load(db);
  }

  async #read(db: Db): Promise<void> {
    const rows = await db<
      { version: string; id: string | null; app_id: string; config: FunctionConfig; removed: boolean }[]
    >`
      SELECT r.version, f.id, f.app_id, f.config, f.removed_at IS NOT NULL AS removed
      FROM workflows.registry r LEFT JOIN workflows.functions f ON true`;
    const functions = new Map<string, RegisteredFunction>();
    const byEvent = new Map<string, Trigger[]>();
    const wildcards: { prefix: string; trigger: Trigger }[] = [];
    for (const row of rows) {
      if (row.id === null) continue;
      const fn: RegisteredFunction = { ...row.config, appId: row.app_id, removed: row.removed };
      functions.set(fn.id, fn);
      if (fn.removed) continue;
      for (const { event, expression } of fn.events) {
        const trigger: Trigger = { fn, expression };
        if (event.endsWith("*")) wildcards.push({ prefix: event.slice(0, -1), trigger });
        else byEvent.set(event, [...(byEvent.get(event) ?? []), trigger]);
      }
    }
    this.#functions = functions;
    this.#byEvent = byEvent;
    this.#wildcards = wildcards;
    this.#version = rows[0]?.version ?? "";
  }

  /**
   * Takes an app's functions as they are now; those it no longer names are marked removed.
   * @returns whether anything changed
   * @throws RefusedError when a function's id belongs to another app
   */
  async save(registration: Registration, now: Date): Promise<boolean> {
    const modified = await durably(this.#sql, async (tx) => {
      await tx`SELECT pg_advisory_xact_lock(${lockId})`;
      const before = await tx<{ id: string; app_id: string; config: string; removed: boolean }[]>`
        SELECT id, app_id, config::text AS config, removed_at IS NOT NULL AS removed FROM workflows.functions`;
      const known = new Map(before.map((row) => [row.id, row]));
      const stolen = registration.functions.find((fn) => {
        const row = known.get(fn.id);
        return row !== undefined && row.app_id !== registration.appId && !row.removed;
      });
      if (stolen !== undefined) {
        throw new RefusedError(`function ${stolen.id} belongs to app ${known.get(stolen.id)?.app_id ?? "another"}`);
      }
      const ids = new Set(registration.functions.map(({ id }) => id));
      const changed = registration.functions.filter((fn) => {
        const row = known.get(fn.id);
        return row === undefined || row.removed || row.config !== json(fn) || row.app_id !== registration.appId;
      });
      const gone = before.filter((row) => row.app_id === registration.appId && !row.removed && !ids.has(row.id));
      await tx`
        INSERT INTO workflows.apps (id, url, sdk, framework)
        VALUES (${registration.appId}, ${registration.url}, ${registration.sdk}, ${registration.framework})
        ON CONFLICT (id) DO UPDATE SET url = excluded.url, sdk = excluded.sdk, framework = excluded.framework,
          registered_at = now(), refusal = NULL`;
      for (const fn of changed) {
        await tx`
          INSERT INTO workflows.functions (id, app_id, name, config)
          VALUES (${fn.id}, ${registration.appId}, ${fn.name}, ${json(fn)}::json)
          ON CONFLICT (id) DO UPDATE SET app_id = excluded.app_id, name = excluded.name, config = excluded.config,
            updated_at = now(), removed_at = NULL`;
        await scheduleCrons(tx, fn, now);
      }
      const goneIds = gone.map(({ id }) => id);
      if (goneIds.length > 0) {
        await tx`UPDATE workflows.functions SET removed_at = now() WHERE id = ANY(${goneIds})`;
        await tx`DELETE FROM workflows.jobs WHERE kind = 'cron' AND function_id = ANY(${goneIds})`;
      }
      if (changed.length > 0 || gone.length > 0) {
        await tx`UPDATE workflows.registry SET version = version + 1`;
        await tx`SELECT pg_notify(${channels.registry}, '')`;
      }
      // Calls that were put off because the app could not be reached are due at once: here it is.
      await tx`
        UPDATE workflows.jobs SET due_at = now() WHERE id IN (
          SELECT id FROM workflows.jobs
          WHERE kind = 'call' AND unreachable > 0 AND leased_by IS NULL AND due_at > now() AND blocked_on IS NULL
            AND function_id = ANY(${[...ids]})
          FOR UPDATE SKIP LOCKED
        )`;
      return changed.length > 0 || gone.length > 0;
    });
    await this.load();
    return modified;
  }

  /** Remembers on the page why an app's functions are not here. */
  async refuse(appId: string, url: string, reason: string): Promise<void> {
    await this.#sql`
      INSERT INTO workflows.apps (id, url, sdk, framework, refusal) VALUES (${appId}, ${url}, '', '', ${reason})
      ON CONFLICT (id) DO UPDATE SET refusal = excluded.refusal`;
  }
}

/** One job for each cron trigger; its key keeps it one, whichever engine registers or fires it. */
async function scheduleCrons(tx: Tx, fn: FunctionConfig, now: Date): Promise<void> {
  const keys = fn.crons.map((_, index) => cronKey(fn.id, index));
  await tx`DELETE FROM workflows.jobs WHERE kind = 'cron' AND function_id = ${fn.id} AND NOT (dedupe_key = ANY(${keys}))`;
  for (const [index, { cron, jitterMs }] of fn.crons.entries()) {
    const at = nextTick(cron, now);
    if (at === null) continue;
    await tx`
      INSERT INTO workflows.jobs (kind, function_id, due_at, payload, dedupe_key)
      VALUES ('cron', ${fn.id}, ${at}, ${json({ cron, at, jitterMs })}::json, ${cronKey(fn.id, index)})
      ON CONFLICT (dedupe_key) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload`;
  }
}

/** The clock of the database: timers of several engines must not depend on their own. */
export async function databaseNow(db: Db): Promise<Date> {
  const [row] = await db<{ now: Date }[]>`SELECT now() AS now`;
  return row?.now ?? new Date();
}
