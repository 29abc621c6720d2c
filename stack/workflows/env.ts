import { z } from "zod";

/** "7d"-less on purpose: every knob is a plain number with its unit in its name. */
const whole = (fallback: number, min = 0) => z.coerce.number().int().min(min).default(fallback);
const text = z
  .string()
  .optional()
  .transform((value) => (value === undefined || value === "" ? null : value));

const signingKeyShape = /^signkey-\w+-(?:[0-9a-f]{2})+$/i;

const schema = z.object({
  DATABASE_URL: z.string("DATABASE_URL is needed: postgres://user:password@host:port/database"),
  HOST: z.string().default("127.0.0.1"),
  PORT: whole(8288),
  INNGEST_DEV: text,
  INNGEST_EVENT_KEY: text,
  INNGEST_SIGNING_KEY: text,
  WORKFLOWS_SIGNING_KEY: text,
  WORKFLOWS_PAGE_PASSWORD: text,
  WORKFLOWS_APPS: text,
  WORKFLOWS_RETRY_BASE_MS: whole(1_000, 1),
  WORKFLOWS_RETRY_MAX_MS: whole(120_000, 1),
  WORKFLOWS_RETRY_JITTER: z.coerce.number().min(0).max(1).default(0.25),
  WORKFLOWS_LEASE_MS: whole(5_000, 500),
  WORKFLOWS_CAPACITY: whole(200, 1),
  WORKFLOWS_REQUEST_TIMEOUT_MS: whole(600_000, 1_000),
  WORKFLOWS_RETENTION_DAYS: whole(7, 1),
  WORKFLOWS_DATABASE_CONNECTIONS: whole(10, 3),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

export interface EngineConfig {
  readonly databaseUrl: string;
  readonly databaseConnections: number;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** null in dev: nothing is signed. Otherwise every request is signed and checked, both ways. */
  readonly signingKey: string | null;
  /** null: any key may send events. */
  readonly eventKey: string | null;
  /** Outside dev the page is closed without it. */
  readonly pagePassword: string | null;
  /** Serve URLs that the engine syncs by itself. */
  readonly apps: readonly string[];
  readonly retry: { readonly baseMs: number; readonly maxMs: number; readonly jitter: number };
  readonly leaseMs: number;
  /** Calls in flight at once. */
  readonly capacity: number;
  readonly requestTimeoutMs: number;
  readonly retentionDays: number;
  readonly logLevel: z.infer<typeof schema>["LOG_LEVEL"];
}

export class ConfigError extends Error {}

/** @throws ConfigError with one line that names the variable. */
export function readConfig(env: Record<string, string | undefined> = process.env): EngineConfig {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${issue?.path.join(".") ?? "environment"}: ${issue?.message ?? "invalid"}`);
  }
  const value = parsed.data;
  const dev = value.INNGEST_DEV !== null && !["0", "false"].includes(value.INNGEST_DEV);
  const givenKey = value.WORKFLOWS_SIGNING_KEY ?? value.INNGEST_SIGNING_KEY;
  if (!dev && givenKey !== null && !signingKeyShape.test(givenKey)) {
    throw new ConfigError("INNGEST_SIGNING_KEY: must look like signkey-<env>-<hex digits>");
  }
  const apps = (value.WORKFLOWS_APPS ?? "")
    .split(",")
    .map((url) => url.trim())
    .filter((url) => url !== "");
  for (const url of apps) {
    if (!URL.canParse(url)) throw new ConfigError(`WORKFLOWS_APPS: ${url} is not a URL`);
  }
  return {
    databaseUrl: value.DATABASE_URL,
    databaseConnections: value.WORKFLOWS_DATABASE_CONNECTIONS,
    host: value.HOST,
    port: value.PORT,
    signingKey: dev ? null : givenKey,
    eventKey: dev ? null : value.INNGEST_EVENT_KEY,
    pagePassword: value.WORKFLOWS_PAGE_PASSWORD,
    apps,
    retry: {
      baseMs: value.WORKFLOWS_RETRY_BASE_MS,
      maxMs: Math.max(value.WORKFLOWS_RETRY_MAX_MS, value.WORKFLOWS_RETRY_BASE_MS),
      jitter: value.WORKFLOWS_RETRY_JITTER,
    },
    leaseMs: value.WORKFLOWS_LEASE_MS,
    capacity: value.WORKFLOWS_CAPACITY,
    requestTimeoutMs: value.WORKFLOWS_REQUEST_TIMEOUT_MS,
    retentionDays: value.WORKFLOWS_RETENTION_DAYS,
    logLevel: value.LOG_LEVEL,
  };
}
