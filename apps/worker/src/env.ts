import { databaseEnv } from "@tiffin/core/database";
import { paymentsConfig, paymentsEnv, paymentsEnvProblems, type PaymentsConfig } from "@tiffin/core/payments";
import { pushEnv, pushEnvProblems, pushSenderSettings, type PushSenderSettings } from "@tiffin/core/push";
import { z } from "zod";

const flag = z
  .enum(["0", "1"], { error: "must be 0 or 1" })
  .default("0")
  .transform((value) => value === "1");
const port = z.coerce.number().int().min(0).max(65_535);
const seconds = z.coerce.number().int().positive();
const serverUrl = z.url({ protocol: /^https?$/, error: "must be an http(s) address" });

const schema = z
  .object({
    NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
    LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
    HOST: z.string().min(1).default("0.0.0.0"),
    PORT: port.default(4001),
    /** Where the workflow engine reaches this process. */
    WORKER_URL: serverUrl.optional(),

    ...databaseEnv,
    REDIS_URL: z.string().regex(/^rediss?:\/\//, "must be a redis:// address"),
    MEILI_URL: serverUrl.optional(),
    MEILI_KEY: z.string().min(1).optional(),

    SOKETI_HOST: z.string().min(1).default("127.0.0.1"),
    SOKETI_PORT: port.default(6001),
    SOKETI_TLS: flag,
    SOKETI_APP_ID: z.string().min(1),
    SOKETI_APP_KEY: z.string().min(1),
    SOKETI_APP_SECRET: z.string().min(1),

    ...paymentsEnv,
    ...pushEnv,

    INNGEST_DEV: flag,
    INNGEST_BASE_URL: serverUrl.optional(),
    INNGEST_EVENT_KEY: z.string().min(1).optional(),
    INNGEST_SIGNING_KEY: z.string().min(1).optional(),

    /** How long a rider's phone may be silent on the way to the restaurant before the ride goes to another. */
    RIDER_SILENCE_SECONDS: seconds.default(600),
    /** How long nobody may take an order before ops is told, and before it is given up. */
    DISPATCH_ESCALATE_SECONDS: seconds.default(180),
    DISPATCH_GIVE_UP_SECONDS: seconds.default(1_800),
    /** Who is asked to carry what: planned together, or the nearest free rider for each order. */
    DISPATCH_POLICY: z.enum(["planner", "greedy"]).default("planner"),
    /**
     * The planner may hold an order back so long, for a better moment or a rider who is soon free. 0 asks at once: right
     * while riders are plentiful.
     */
    DISPATCH_HOLD_BACK_SECONDS: z.coerce.number().int().min(0).default(0),
    /** The file of a model that `npm run train` wrote; without it the planner weighs by hand-set weights. */
    DISPATCH_MODEL: z.string().min(1).optional(),
    /** How long the record of each matching round is kept. */
    DECISION_DAYS: seconds.default(7),
    OUTBOX_DAYS: seconds.default(7),
    /** How many days of the riders' trail Postgres keeps, and where older ones go as Parquet; without a folder they go. */
    // Points come up to two days late: a day that is written out and dropped must get none any more.
    TRAIL_DAYS: seconds.min(3).default(90),
    TRAIL_EXPORT_DIR: z.string().min(1).optional(),
  })
  .superRefine((env, context) => {
    const need = (key: keyof typeof env, because: string) => {
      if (env[key] === undefined) context.addIssue({ code: "custom", path: [key], message: `is needed ${because}` });
    };
    if (env.MEILI_URL !== undefined) need("MEILI_KEY", "when MEILI_URL is set");
    for (const { key, message } of paymentsEnvProblems(env, { webhooks: false }))
      context.addIssue({ code: "custom", path: [key], message });
    for (const { key, message } of pushEnvProblems(env, { sends: true }))
      context.addIssue({ code: "custom", path: [key], message });
    if (env.INNGEST_DEV) {
      need("INNGEST_BASE_URL", "with INNGEST_DEV=1 (the engine's address)");
    } else {
      need("INNGEST_EVENT_KEY", "unless INNGEST_DEV is 1");
      need("INNGEST_SIGNING_KEY", "unless INNGEST_DEV is 1");
    }
  });

/** The names of all that it reads. */
export const settings: readonly string[] = Object.keys(schema.shape);

type Env = z.output<typeof schema>;

export interface WorkerConfig {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  /** Null: this machine's loopback address and the port that is listened on. */
  readonly publicUrl: string | null;
  readonly databaseUrl: string;
  readonly databaseConnections: number;
  readonly redisUrl: string;
  readonly live: {
    readonly appId: string;
    readonly key: string;
    readonly secret: string;
    readonly host: string;
    readonly port: number;
    readonly tls: boolean;
  };
  readonly payments: PaymentsConfig;
  /** Null: nobody is told by push. */
  readonly push: PushSenderSettings | null;
  readonly search:
    | { readonly engine: "embedded" }
    | { readonly engine: "meilisearch"; readonly url: string; readonly key: string };
  readonly workflows: {
    readonly dev: boolean;
    readonly baseUrl: string | undefined;
    readonly eventKey: string | undefined;
    readonly signingKey: string | undefined;
  };
  readonly dispatch: {
    readonly policy: "planner" | "greedy";
    readonly holdBackSeconds: number;
    readonly modelFile: string | null;
  };
  readonly patience: {
    readonly riderSilenceSeconds: number;
    readonly escalateAfterSeconds: number;
    readonly giveUpAfterSeconds: number;
    readonly decisionDays: number;
    readonly outboxDays: number;
    readonly trailDays: number;
    readonly trailExportFolder: string | null;
  };
}

/** @throws Error with one line that names each key that is missing or wrong, and no values. */
export function readConfig(variables: Record<string, string | undefined>): WorkerConfig {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const key = issue.path.join(".");
      return `${key} ${given[key] === undefined && issue.code !== "custom" ? "is missing" : issue.message}`;
    });
    throw new Error(`The worker's environment is not right: ${problems.join("; ")}`);
  }
  return toConfig(parsed.data);
}

/**
 * Reads the environment once: Node asks the operating system for each variable each time, and the workflow client reads
 * all of them in every call. A plain object in its place saves a twentieth of the process's time.
 */
export function holdEnvironment(): void {
  process.env = { ...process.env };
}

/** The configuration from the process's own environment. */
export function configFromEnvironment(): WorkerConfig {
  return readConfig(process.env);
}

function toConfig(env: Env): WorkerConfig {
  return {
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    publicUrl: env.WORKER_URL ?? null,
    databaseUrl: env.DATABASE_URL,
    databaseConnections: env.DATABASE_CONNECTIONS,
    redisUrl: env.REDIS_URL,
    live: {
      appId: env.SOKETI_APP_ID,
      key: env.SOKETI_APP_KEY,
      secret: env.SOKETI_APP_SECRET,
      host: env.SOKETI_HOST,
      port: env.SOKETI_PORT,
      tls: env.SOKETI_TLS,
    },
    payments: paymentsConfig(env),
    push: pushSenderSettings(env),
    search:
      env.MEILI_URL === undefined
        ? { engine: "embedded" }
        : { engine: "meilisearch", url: env.MEILI_URL, key: env.MEILI_KEY ?? "" },
    workflows: {
      dev: env.INNGEST_DEV,
      baseUrl: env.INNGEST_BASE_URL,
      eventKey: env.INNGEST_EVENT_KEY,
      signingKey: env.INNGEST_SIGNING_KEY,
    },
    dispatch: {
      policy: env.DISPATCH_POLICY,
      holdBackSeconds: env.DISPATCH_HOLD_BACK_SECONDS,
      modelFile: env.DISPATCH_MODEL ?? null,
    },
    patience: {
      riderSilenceSeconds: env.RIDER_SILENCE_SECONDS,
      escalateAfterSeconds: env.DISPATCH_ESCALATE_SECONDS,
      giveUpAfterSeconds: env.DISPATCH_GIVE_UP_SECONDS,
      decisionDays: env.DECISION_DAYS,
      outboxDays: env.OUTBOX_DAYS,
      trailDays: env.TRAIL_DAYS,
      trailExportFolder: env.TRAIL_EXPORT_DIR ?? null,
    },
  };
}
