import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveHealth } from "./health-server.ts";
import { createMetrics } from "./metrics.ts";

let isReady = false;
const metrics = createMetrics();
let server: Server;
beforeAll(async () => {
  server = await serveHealth("127.0.0.1", 0, () => isReady, metrics.registry);
});
afterAll(() => server.close());

const get = (path: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);

test("it lives at once, and is ready when its bots are at work", async () => {
  expect((await get("/healthz")).status).toBe(200);
  expect((await get("/readyz")).status).toBe(503);
  isReady = true;
  expect((await get("/readyz")).status).toBe(200);
  expect((await get("/elsewhere")).status).toBe(404);
});

test("its numbers are Prometheus text", async () => {
  metrics.deliveries.inc();
  const answer = await get("/metrics");
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
  expect(await answer.text()).toMatch(/^life_deliveries_total 1$/m);
});
