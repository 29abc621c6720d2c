import postgres from "postgres";
import { reconnectDelay } from "@tiffin/db/reconnect-delay";

export type Sql = postgres.Sql;
export type Tx = postgres.TransactionSql;
/** Either; what only reads or writes one statement takes this. */
export type Db = Sql | Tx;

const unstorableUnits = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const unstorable = /\\u(?:0000|d[89a-f])/i;

/**
 * A JSON parameter, as text. Postgres cannot turn NUL or half a surrogate pair into text, so these become U+FFFD.
 */
export function json(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  if (!unstorable.test(text)) return text;
  const clean = (part: string): string => part.replace(unstorableUnits, "\uFFFD");
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "string") return clean(part);
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [clean(key), inner]));
  });
}

export function connect(url: string, connections: number): Sql {
  return postgres(url, {
    max: connections,
    connect_timeout: 10,
    backoff: reconnectDelay,
    // Statements of the hot paths are prepared once per connection.
    prepare: true,
    onnotice: () => {},
    connection: {
      application_name: "tiffin-workflows",
      // A server's crash may take back the last moments of a run, always as a whole: its steps are at least once
      // anyway. What others are told is safe (events, registrations) waits for the disk, see `durably`.
      synchronous_commit: "off",
    },
    types: {
      // Ids of jobs and waits stay text: they are only compared and sent back.
      bigint: { to: 20, from: [20], serialize: String, parse: String },
      // JSON goes in as text that we wrote ourselves, and comes out parsed.
      json: {
        to: 114,
        from: [114, 3802],
        serialize: (text: string) => text,
        parse: (text: string) => JSON.parse(text),
      },
    },
  });
}

/** A transaction that is on disk when it returns, with all that was committed before it. */
export function durably<T>(sql: Sql, work: (tx: Tx) => Promise<T>): Promise<T> {
  return sql.begin(async (tx) => {
    const [, result] = await Promise.all([tx`SET LOCAL synchronous_commit TO on`, work(tx)]);
    return result;
  }) as Promise<T>;
}

/** Wakes the other engines. Payloads are not used: whoever hears it looks at the tables. */
export const channels = { jobs: "workflows_jobs", registry: "workflows_registry" } as const;
