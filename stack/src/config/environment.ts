import path from "node:path";
import { baseEnvironment } from "../process/base-environment.ts";
import { postgresUrl } from "../servers/postgres.ts";
import { redisUrl } from "../servers/redis.ts";
import type { Ports } from "./addresses.ts";
import type { External } from "./external.ts";
import type { Secrets } from "./secrets.ts";
import type { VarFolder } from "./var-folder.ts";

export const databaseName = "tiffin";
export const databaseUser = "tiffin";

/** What an operator may set in the terminal and processes read as it stands. */
export const passedOn: ReadonlySet<string> = new Set([
  "NODE_ENV",
  "NODE_OPTIONS",
  "LOG_LEVEL",
  "TRUSTED_PROXIES",
  "CORS_ORIGINS",
  "DATABASE_CONNECTIONS",
  "AUTH_PRIVATE_JWK",
  "OTP_PEPPER",
  "SMS_PROVIDER",
  "SMS_WEBHOOK_URL",
  "SMS_WEBHOOK_SECRET",
  "GATEWAY_PUBLIC_URL",
  "SANDBOX_PUBLIC_URL",
  "SOKETI_PUBLIC_HOST",
  "SOKETI_PUBLIC_PORT",
  "SOKETI_PUBLIC_TLS",
  "PAYMENTS_PROVIDER",
  "STRIPE_SECRET_KEY",
  "STRIPE_PUBLISHABLE_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "STRIPE_API_URL",
  "RAZORPAY_KEY_ID",
  "RAZORPAY_KEY_SECRET",
  "RAZORPAY_WEBHOOK_SECRET",
  "RAZORPAY_API_URL",
  "VAPID_PUBLIC_KEY",
  "VAPID_PRIVATE_KEY",
  "VAPID_SUBJECT",
  "PUSH_SERVICES",
  "MAP_STYLE_URL",
  "SUPPORT_PHONE",
  "DISPATCH_POLICY",
  "DISPATCH_HOLD_BACK_SECONDS",
  "DISPATCH_MODEL",
  "DISPATCH_ESCALATE_SECONDS",
  "DISPATCH_GIVE_UP_SECONDS",
  "RIDER_SILENCE_SECONDS",
  "DECISION_DAYS",
  "OUTBOX_DAYS",
  "TRAIL_DAYS",
  "TRAIL_EXPORT_DIR",
  "LIFE_RIDERS",
  "LIFE_SPEED",
  "LIFE_PREP_MIN_SECONDS",
  "LIFE_PREP_MAX_SECONDS",
]);

export type Wiring = {
  ports: Ports;
  secrets: Secrets;
  external: External;
  folder: VarFolder;
  relaxedLimits: boolean;
  isDemo: boolean;
  /** The address that processes listen on. */
  host: string;
};

/** The addresses of every server, whoever runs it. */
export function addresses({ ports, secrets, external }: Pick<Wiring, "ports" | "secrets" | "external">) {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const gateway = at(ports.gateway);
  return {
    customer: at(ports.customer),
    rider: at(ports.rider),
    restaurant: at(ports.restaurant),
    gateway,
    worker: at(ports.worker),
    soketi:
      external.SOKETI_HOST === undefined
        ? at(ports.soketi)
        : `${external.SOKETI_TLS === "1" ? "https" : "http"}://${external.SOKETI_HOST}:${external.SOKETI_PORT}`,
    workflows: external.INNGEST_BASE_URL ?? at(ports.workflows),
    postgres:
      external.DATABASE_URL ??
      postgresUrl({ user: databaseUser, password: secrets.postgresPassword, port: ports.postgres }, databaseName),
    redis: external.REDIS_URL ?? redisUrl({ port: ports.redis, password: secrets.redisPassword }),
    // The embedded index is served by the gateway and has no address of its own.
    search: external.MEILI_URL ?? gateway,
    paymentSandbox: at(ports.paymentSandbox),
  };
}

/** What every one of our processes is told. Each adds its own PORT. */
export function serviceEnvironment(wiring: Wiring, terminal: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const { ports, secrets, external, folder, host } = wiring;
  const urls = addresses(wiring);
  return {
    ...baseEnvironment(terminal),
    NODE_ENV: "production",
    LOG_LEVEL: "info",
    HOST: host,
    TIFFIN_VAR: folder.root,
    TIFFIN_DEMO: wiring.isDemo ? "1" : "0",
    TIFFIN_RELAXED_LIMITS: wiring.relaxedLimits ? "1" : "0",
    DATABASE_URL: urls.postgres,
    REDIS_URL: urls.redis,
    ...(external.MEILI_URL === undefined ? {} : { MEILI_URL: external.MEILI_URL, MEILI_KEY: external.MEILI_KEY ?? "" }),
    AUTH_PRIVATE_JWK: JSON.stringify(secrets.authPrivateJwk),
    OTP_PEPPER: secrets.otpPepper,
    SMS_PROVIDER: "console",
    SOKETI_HOST: external.SOKETI_HOST ?? "127.0.0.1",
    SOKETI_PORT: String(external.SOKETI_PORT ?? ports.soketi),
    SOKETI_TLS: external.SOKETI_TLS ?? "0",
    SOKETI_APP_ID: external.SOKETI_APP_ID ?? secrets.soketi.id,
    SOKETI_APP_KEY: external.SOKETI_APP_KEY ?? secrets.soketi.key,
    SOKETI_APP_SECRET: external.SOKETI_APP_SECRET ?? secrets.soketi.secret,
    // Our own Soketi is set to it; another server says for itself.
    SOKETI_MAX_BATCH: external.SOKETI_MAX_BATCH ?? (external.SOKETI_HOST === undefined ? "500" : "10"),
    PAYMENTS_PROVIDER: "sandbox",
    SANDBOX_URL: urls.paymentSandbox,
    SANDBOX_PUBLIC_URL: urls.paymentSandbox,
    SANDBOX_API_KEY: secrets.sandboxApiKey,
    SANDBOX_WEBHOOK_SECRET: secrets.sandboxWebhookSecret,
    VAPID_PUBLIC_KEY: secrets.vapid.publicKey,
    VAPID_PRIVATE_KEY: secrets.vapid.privateKey,
    VAPID_SUBJECT: "mailto:operator@example.org",
    ...workflowsEnvironment(external, urls.workflows),
    GATEWAY_URL: urls.gateway,
    GATEWAY_PUBLIC_URL: urls.gateway,
    WORKER_URL: urls.worker,
    TRAIL_EXPORT_DIR: path.join(folder.root, "trail"),
    CUSTOMER_URL: urls.customer,
    RIDER_URL: urls.rider,
    RESTAURANT_URL: urls.restaurant,
    DEMO_ACCOUNTS_FILE: folder.demoFile,
    ...Object.fromEntries(
      Object.entries(terminal).flatMap(([name, value]) =>
        value !== undefined && value !== "" && passedOn.has(name) ? [[name, value]] : [],
      ),
    ),
  };
}

/** The embedded engine listens on the loopback address only and takes unsigned requests, as Inngest's own dev server does. */
function workflowsEnvironment(external: External, url: string): Record<string, string> {
  if (external.INNGEST_BASE_URL === undefined) return { INNGEST_DEV: "1", INNGEST_BASE_URL: url };
  return {
    INNGEST_BASE_URL: url,
    INNGEST_EVENT_KEY: external.INNGEST_EVENT_KEY ?? "",
    INNGEST_SIGNING_KEY: external.INNGEST_SIGNING_KEY ?? "",
  };
}
