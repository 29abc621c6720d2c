import { z } from "zod";
import { paymentsConfig, paymentsEnv, paymentsEnvProblems } from "@tiffin/api/payments-env";
import { pushEnv, pushEnvProblems, pushSettings } from "@tiffin/api/push-env";
import type { ServicesConfig } from "@tiffin/api/services-config";
import { databaseEnv } from "@tiffin/api/database-env";

const flag = z
  .enum(["0", "1"], { error: "must be 0 or 1" })
  .default("0")
  .transform((value) => value === "1");
const port = z.coerce
  .number({ error: "must be a port number" })
  .int("must be a port number")
  .min(0, "must be a port number")
  .max(65_535, "must be a port number");
const serverUrl = z.url({ protocol: /^https?$/, error: "must be an http(s) address" });
const privateJwk = z.string().refine(isPrivateJwk, "must be an Ed25519 private key as a JWK in JSON, with its kid");
const secret = z.string().min(16, "must have 16 characters or more");

const schema = z
  .object({
    NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
    LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
    HOST: z.string().min(1).default("0.0.0.0"),
    PORT: port.default(4000),
    TIFFIN_DEMO: flag,
    TIFFIN_RELAXED_LIMITS: flag,
    /** Who may say on whose behalf they call (X-Forwarded-For): addresses or networks, separated by commas. */
    TRUSTED_PROXIES: z.string().default("127.0.0.0/8,::1"),
    /** Further web origins that may call /v1 from a browser, separated by commas; our three apps always may. */
    CORS_ORIGINS: z.string().default(""),

    ...databaseEnv,
    REDIS_URL: z.string().regex(/^rediss?:\/\//, "must be a redis:// address"),
    MEILI_URL: serverUrl.optional(),
    MEILI_KEY: z.string().min(1).optional(),

    AUTH_PRIVATE_JWK: privateJwk,
    OTP_PEPPER: secret,
    SMS_PROVIDER: z.enum(["console", "webhook"]).default("console"),
    SMS_WEBHOOK_URL: serverUrl.optional(),
    SMS_WEBHOOK_SECRET: secret.optional(),

    SOKETI_HOST: z.string().min(1).default("127.0.0.1"),
    SOKETI_PORT: port.default(6001),
    SOKETI_TLS: flag,
    SOKETI_APP_ID: z.string().min(1),
    SOKETI_APP_KEY: z.string().min(1),
    SOKETI_APP_SECRET: z.string().min(1),
    /** Events that the live server takes in one batch: 10 by the protocol, more where the server is set to. */
    SOKETI_MAX_BATCH: z.coerce.number({ error: "must be a number" }).int().min(1).max(1_000).default(10),
    SOKETI_PUBLIC_HOST: z.string().min(1).optional(),
    SOKETI_PUBLIC_PORT: port.optional(),
    SOKETI_PUBLIC_TLS: z.enum(["0", "1"]).optional(),

    ...paymentsEnv,
    ...pushEnv,

    GATEWAY_PUBLIC_URL: serverUrl.default("http://localhost:4000"),
    CUSTOMER_URL: serverUrl.default("http://localhost:3000"),
    RIDER_URL: serverUrl.default("http://localhost:3001"),
    RESTAURANT_URL: serverUrl.default("http://localhost:3002"),
  })
  .superRefine((env, context) => {
    const need = (key: keyof typeof env, because: string) => {
      if (env[key] === undefined) context.addIssue({ code: "custom", path: [key], message: `is needed ${because}` });
    };
    if (env.SMS_PROVIDER === "webhook") {
      need("SMS_WEBHOOK_URL", "when SMS_PROVIDER is webhook");
      need("SMS_WEBHOOK_SECRET", "when SMS_PROVIDER is webhook");
    }
    if (env.MEILI_URL !== undefined) need("MEILI_KEY", "when MEILI_URL is set");
    for (const { key, message } of [
      ...paymentsEnvProblems(env, { webhooks: true }),
      ...pushEnvProblems(env, { sends: false }),
    ])
      context.addIssue({ code: "custom", path: [key], message });
  });

function isPrivateJwk(text: string): boolean {
  try {
    const key: unknown = JSON.parse(text);
    return z.object({ crv: z.literal("Ed25519"), x: z.string(), d: z.string(), kid: z.string().min(1) }).safeParse(key)
      .success;
  } catch {
    return false;
  }
}

/** The names of all that it reads. */
export const settings: readonly string[] = Object.keys(schema.shape);

type Env = z.output<typeof schema>;

export interface GatewayConfig {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly isDemo: boolean;
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly services: ServicesConfig;
}

/** @throws Error with one line that names each key that is missing or wrong, and no values. */
export function readConfig(variables: Record<string, string | undefined>): GatewayConfig {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const key = issue.path.join(".");
      return `${key} ${given[key] === undefined && issue.code !== "custom" ? "is missing" : issue.message}`;
    });
    throw new Error(`The gateway's environment is not right: ${problems.join("; ")}`);
  }
  const env = parsed.data;
  return {
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    isDemo: env.TIFFIN_DEMO,
    trustedProxies: listOf(env.TRUSTED_PROXIES),
    corsOrigins: [...listOf(env.CORS_ORIGINS), env.CUSTOMER_URL, env.RIDER_URL, env.RESTAURANT_URL].map(
      (url) => new URL(url).origin,
    ),
    services: servicesConfig(env),
  };
}

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);
}

/** The configuration from the process's own environment. */
export function configFromEnvironment(): GatewayConfig {
  return readConfig(process.env);
}

function servicesConfig(env: Env): ServicesConfig {
  return {
    name: "tiffin-gateway",
    databaseUrl: env.DATABASE_URL,
    databaseConnections: env.DATABASE_CONNECTIONS,
    redisUrl: env.REDIS_URL,
    demo: env.TIFFIN_DEMO,
    relaxedLimits: env.TIFFIN_RELAXED_LIMITS,
    auth: { privateJwk: env.AUTH_PRIVATE_JWK, otpPepper: env.OTP_PEPPER },
    sms:
      env.SMS_PROVIDER === "webhook"
        ? { provider: "webhook", url: env.SMS_WEBHOOK_URL ?? "", secret: env.SMS_WEBHOOK_SECRET ?? "" }
        : { provider: "console" },
    live: liveConfig(env),
    payments: paymentsConfig(env),
    push: pushSettings(env),
    search:
      env.MEILI_URL === undefined
        ? { engine: "embedded" }
        : { engine: "meilisearch", url: env.MEILI_URL, key: env.MEILI_KEY ?? "" },
    urls: {
      gatewayPublic: env.GATEWAY_PUBLIC_URL,
      customer: env.CUSTOMER_URL,
      rider: env.RIDER_URL,
      restaurant: env.RESTAURANT_URL,
    },
  };
}

function liveConfig(env: Env): ServicesConfig["live"] {
  return {
    appId: env.SOKETI_APP_ID,
    key: env.SOKETI_APP_KEY,
    secret: env.SOKETI_APP_SECRET,
    maxBatchSize: env.SOKETI_MAX_BATCH,
    inner: { host: env.SOKETI_HOST, port: env.SOKETI_PORT, tls: env.SOKETI_TLS },
    public: {
      host: env.SOKETI_PUBLIC_HOST ?? env.SOKETI_HOST,
      port: env.SOKETI_PUBLIC_PORT ?? env.SOKETI_PORT,
      tls: env.SOKETI_PUBLIC_TLS === undefined ? env.SOKETI_TLS : env.SOKETI_PUBLIC_TLS === "1",
    },
  };
}
