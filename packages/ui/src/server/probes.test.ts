import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { probe } from "./probes.ts";

let gateway: Server;
let isGatewayReady = true;
let url: string;
beforeAll(async () => {
  gateway = createServer((request, response) => {
    response.statusCode = request.url === "/readyz" && isGatewayReady ? 200 : 503;
    response.end();
  });
  await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
});
afterAll(() => gateway.close());

test("an app is alive by itself, and ready when its gateway is", async () => {
  expect((await probe("/healthz", "http://127.0.0.1:9"))?.status).toBe(200);
  expect((await probe("/readyz", url))?.status).toBe(200);
  isGatewayReady = false;
  expect((await probe("/readyz", url))?.status).toBe(503);
  expect((await probe("/readyz", "http://127.0.0.1:9"))?.status).toBe(503);
});

test("its numbers are Prometheus text", async () => {
  expect(await (await probe("/metrics", url))?.text()).toMatch(
    /^# HELP process_cpu_seconds_total .*\n# TYPE .* counter\nprocess_cpu_seconds_total [\d.]+$/m,
  );
});

test("every other path is the app's", async () => {
  expect(await probe("/", url)).toBeNull();
  expect(await probe("/healthz/x", url)).toBeNull();
});
