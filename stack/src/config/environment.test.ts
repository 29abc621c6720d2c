import { describe, expect, test } from "vitest";
import { settings as gateway } from "../../../apps/gateway/src/env.ts";
import { settings as worker } from "../../../apps/worker/src/env.ts";
import { settings as webApps } from "../../../packages/ui/src/server/app-env.ts";
import { settings as bots } from "../../../sim/src/env.ts";
import { passedOn, serviceEnvironment, type Wiring } from "./environment.ts";
import type { External } from "./external.ts";
import { varFolder } from "./var-folder.ts";

const wiring: Omit<Wiring, "external"> = {
  ports: {
    customer: 3000,
    rider: 3001,
    restaurant: 3002,
    gateway: 4000,
    worker: 4001,
    paymentSandbox: 4002,
    life: 4003,
    soketi: 6001,
    soketiMetrics: 9601,
    workflows: 8288,
    postgres: 54_320,
    redis: 63_790,
  },
  secrets: {
    postgresPassword: "p",
    redisPassword: "r",
    authPrivateJwk: { kty: "OKP", crv: "Ed25519", x: "x", d: "d", kid: "1", alg: "EdDSA", use: "sig" },
    otpPepper: "o",
    soketi: { id: "i", key: "k", secret: "s" },
    sandboxApiKey: "a",
    sandboxWebhookSecret: "w",
    vapid: { publicKey: "u", privateKey: "v" },
  },
  folder: varFolder({}),
  relaxedLimits: false,
  isDemo: true,
  host: "127.0.0.1",
};
const ownServers: External = {
  MEILI_URL: "http://search:7700",
  MEILI_KEY: "m",
  INNGEST_BASE_URL: "http://inngest:8288",
  INNGEST_EVENT_KEY: "e",
  INNGEST_SIGNING_KEY: "g",
};

/** What the start command sets whatever the terminal says, with servers of its own and with an operator's. */
const set = new Set(
  [{}, ownServers].flatMap((external) => Object.keys(serviceEnvironment({ ...wiring, external }, {}))),
);
/** Each process gets its own port; the apps' login pages get the accounts that the seed has made. */
const setAtTheStart = new Set(["PORT", "TIFFIN_DEMO_ACCOUNTS"]);

describe("the processes' environment", () => {
  test.each([
    ["gateway", gateway],
    ["worker", worker],
    ["web apps", webApps],
    ["bots", bots],
  ])("has every setting of the %s", (_name, settings) => {
    expect(settings.length).toBeGreaterThan(10);
    expect(settings.filter((name) => !set.has(name) && !setAtTheStart.has(name) && !passedOn.has(name))).toEqual([]);
  });

  test("passes on nothing that nobody reads", () => {
    // Node's own, and the sandbox's.
    const read = new Set([...gateway, ...worker, ...webApps, ...bots, "NODE_OPTIONS", "SANDBOX_PUBLIC_URL"]);
    expect([...passedOn].filter((name) => !read.has(name))).toEqual([]);
  });

  test("takes what is set in the terminal before its own, and an empty variable for none", () => {
    const terminal = { TRAIL_DAYS: "3", TRAIL_EXPORT_DIR: "/mnt/trail", LOG_LEVEL: "", LD_PRELOAD: "x" };
    const environment = serviceEnvironment({ ...wiring, external: {} }, terminal);
    expect(environment).toMatchObject({ TRAIL_DAYS: "3", TRAIL_EXPORT_DIR: "/mnt/trail", LOG_LEVEL: "info" });
    expect(environment).not.toHaveProperty("LD_PRELOAD");
  });
});
