import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { eq } from "drizzle-orm";
import { pushSubscriptions } from "@tiffin/db/schema/push";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { createReceiver } from "../../../../packages/core/src/push/testing/receiver.ts";
import { bearerOf, demoUser } from "../testing/people.ts";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

const PUBLIC_KEY = createReceiver().keys.p256dh;

let database: TestDatabase;
let gateway: TestGateway;
beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  const servers = { databaseUrl: database.url, redisUrl: inject("redisUrl") };
  gateway = await startTestGateway(servers, { VAPID_PUBLIC_KEY: PUBLIC_KEY });
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

const path = "/v1/push/subscriptions";
const subscription = () => ({
  app: "customer",
  endpoint: `https://fcm.googleapis.com/fcm/send/${crypto.randomUUID()}`,
  keys: createReceiver().keys,
});
const someone = async (...roles: Parameters<typeof demoUser>[1][]) => {
  const user = await demoUser(database.db, ...roles);
  const headers = { "content-type": "application/json", ...(await bearerOf(gateway, user.phone)) };
  const send = (method: "PUT" | "DELETE", body: object) =>
    gateway.fetch(path, { method, headers, body: JSON.stringify(body) });
  const rows = () => database.db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, user.id));
  return { ...user, headers, send, rows };
};

describe("Web Push over REST", () => {
  test("whoever is logged in gets the key", async () => {
    const { headers } = await someone("rider");
    expect((await gateway.fetch("/v1/push/key")).status).toBe(401);
    expect(await (await gateway.fetch("/v1/push/key", { headers })).json()).toEqual({ publicKey: PUBLIC_KEY });
  });

  test("a browser is remembered once, renewed, and forgotten", async () => {
    const customer = await someone("customer");
    const browser = subscription();
    expect((await customer.send("PUT", browser)).status).toBe(204);
    expect((await customer.send("PUT", { ...browser, locale: "hi" })).status).toBe(204);
    expect(await customer.rows()).toMatchObject([{ endpoint: browser.endpoint, app: "customer", locale: "hi" }]);
    const { app, endpoint } = browser;
    expect((await customer.send("DELETE", { app, endpoint })).status).toBe(204);
    expect((await customer.send("DELETE", { app, endpoint })).status).toBe(204);
    expect(await customer.rows()).toEqual([]);
  });

  test("a browser that its service worker renews keeps its language", async () => {
    const customer = await someone("customer");
    const [before, after] = [subscription(), subscription()];
    await customer.send("PUT", { ...before, locale: "hi" });
    expect((await customer.send("PUT", { ...after, replaces: before.endpoint })).status).toBe(204);
    expect(await customer.rows()).toMatchObject([{ endpoint: after.endpoint, locale: "hi" }]);
  });

  test("an app is for those who work with it", async () => {
    const [customer, ops] = [await someone("customer"), await someone("ops")];
    expect((await customer.send("PUT", { ...subscription(), app: "rider" })).status).toBe(403);
    expect((await ops.send("PUT", { ...subscription(), app: "restaurant" })).status).toBe(204);
  });

  test("nobody forgets another's browser", async () => {
    const [one, other] = [await someone("customer"), await someone("customer")];
    const browser = subscription();
    await one.send("PUT", browser);
    await other.send("DELETE", { app: browser.app, endpoint: browser.endpoint });
    expect(await one.rows()).toHaveLength(1);
  });

  test("what is no subscription is refused by its field", async () => {
    const customer = await someone("customer");
    const whole = subscription();
    const cases = [
      ["endpoint", { ...whole, endpoint: "http://fcm.googleapis.com/x" }],
      ["endpoint", { ...whole, endpoint: "https://169.254.169.254/latest" }],
      ["endpoint", { ...whole, endpoint: `${whole.endpoint}${"x".repeat(1_000)}` }],
      ["keys.p256dh", { ...whole, keys: { ...whole.keys, p256dh: "AA" } }],
      ["keys.auth", { ...whole, keys: { ...whole.keys, auth: "?" } }],
      ["app", { ...whole, app: "ops" }],
      ["locale", { ...whole, locale: "xx" }],
    ] as const;
    for (const [field, body] of cases) {
      const response = await customer.send("PUT", body);
      const problem = (await response.json()) as { errors?: { path: string }[] };
      expect([response.status, problem.errors?.[0]?.path]).toEqual([400, field]);
    }
    expect(await customer.rows()).toEqual([]);
  });
});
