import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

let database: TestDatabase;
let gateway: TestGateway;

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  gateway = await startTestGateway({ databaseUrl: database.url, redisUrl: inject("redisUrl") });
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

const body = JSON.stringify({
  id: `evt_${randomUUID()}`,
  type: "payment.captured",
  createdAt: new Date().toISOString(),
  data: { payment: { id: "pay_unknown", reference: randomUUID(), idempotencyKey: randomUUID() } },
});

function send(secret: string, at = Date.now() / 1000, text = body): Promise<Response> {
  const t = Math.floor(at);
  const v1 = createHmac("sha256", secret).update(`${t}.${body}`).digest("hex");
  const headers = { "content-type": "application/json", "sandbox-signature": `t=${t},v1=${v1}` };
  return gateway.fetch("/v1/webhooks/sandbox", { method: "POST", headers, body: text });
}

test("a webhook counts once, whoever repeats it", async () => {
  const first = await send("sandbox-secret");
  expect([first.status, await first.json()]).toEqual([200, { outcome: "ignored" }]);
  const second = await send("sandbox-secret");
  expect([second.status, await second.json()]).toEqual([200, { outcome: "duplicate" }]);
});

test("a webhook with a wrong, old, foreign or missing signature changes nothing", async () => {
  const anHourAgo = Date.now() / 1000 - 3600;
  const refused = [
    await send("another secret"),
    await send("sandbox-secret", anHourAgo),
    await send("sandbox-secret", undefined, body.replace("captured", "refunded")),
    await gateway.fetch("/v1/webhooks/sandbox", { method: "POST", body }),
  ];
  for (const response of refused) {
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([401, "SIGNATURE_INVALID"]);
  }
});

test("gateways that are not configured have no door", async () => {
  for (const provider of ["stripe", "razorpay", "other"]) {
    expect((await gateway.fetch(`/v1/webhooks/${provider}`, { method: "POST", body })).status).toBe(404);
  }
});
