import { exportJWK, generateKeyPair } from "jose";
import { startGateway, type RunningGateway } from "../server.ts";
import { readConfig, type GatewayConfig } from "../env.ts";
import { createLogger } from "../logger.ts";

/** What the tests' global setup provides. */
declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
    redisUrl: string;
  }
}

export interface TestGateway extends RunningGateway {
  readonly config: GatewayConfig;
  /** What was logged, as parsed lines. */
  readonly logs: Record<string, unknown>[];
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** POSTs JSON. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** A gateway on a free port over the given servers; `env` changes its environment. */
export async function startTestGateway(
  servers: { readonly databaseUrl: string; readonly redisUrl: string },
  env: Record<string, string> = {},
): Promise<TestGateway> {
  const { privateKey } = await generateKeyPair("EdDSA", { extractable: true });
  const config = readConfig({
    NODE_ENV: "test",
    HOST: "127.0.0.1",
    PORT: "0",
    TIFFIN_DEMO: "1",
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
    AUTH_PRIVATE_JWK: JSON.stringify({ ...(await exportJWK(privateKey)), kid: "test-key" }),
    OTP_PEPPER: "a pepper for tests only",
    SOKETI_APP_ID: "tiffin",
    SOKETI_APP_KEY: "test-key",
    SOKETI_APP_SECRET: "test-secret",
    SANDBOX_URL: "http://127.0.0.1:9",
    SANDBOX_API_KEY: "sandbox-key",
    SANDBOX_WEBHOOK_SECRET: "sandbox-secret",
    ...env,
  });
  const logs: Record<string, unknown>[] = [];
  const log = createLogger("info", { write: (line) => void logs.push(JSON.parse(line)) });
  const gateway = await startGateway(config, log);
  const call = (path: string, init?: RequestInit) => fetch(new URL(path, gateway.url), init);
  return {
    ...gateway,
    config,
    logs,
    fetch: call,
    post: (path, body, headers = {}) =>
      call(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
  };
}
