import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
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

describe("the OpenAPI document", () => {
  test("is valid OpenAPI 3.1 and names every call", async () => {
    const response = await gateway.fetch("/v1/openapi.json");
    expect(response.headers.get("content-type")).toBe("application/json");
    const document = (await response.json()) as { openapi: string; paths: Record<string, Record<string, unknown>> };
    expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true });
    expect(document.openapi).toBe("3.1.0");

    const calls = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(calls.toSorted()).toEqual(
      [
        "POST /v1/auth/otp",
        "POST /v1/auth/token",
        "POST /v1/auth/refresh",
        "GET /v1/restaurants",
        "GET /v1/restaurants/suggest",
        "GET /v1/restaurants/{id}/menu",
        "GET /v1/addresses",
        "POST /v1/addresses",
        "DELETE /v1/addresses/{id}",
        "POST /v1/orders/quote",
        "GET /v1/payments/options",
        "POST /v1/orders",
        "GET /v1/orders",
        "GET /v1/orders/{id}",
        "POST /v1/orders/{id}/cancel",
        "GET /v1/orders/{id}/track",
        "POST /v1/live/auth",
        "PUT /v1/riders/shift",
        "POST /v1/riders/location",
        "GET /v1/riders/stream",
        "GET /v1/rides/current",
        "PATCH /v1/rides/{rideId}",
        "POST /v1/rides/{rideId}/arrived",
        "POST /v1/rides/{rideId}/picked-up",
        "POST /v1/rides/{rideId}/delivered",
        "POST /v1/rides/{rideId}/cant-deliver",
        "GET /v1/push/key",
        "PUT /v1/push/subscriptions",
        "DELETE /v1/push/subscriptions",
        "GET /v1/kitchen/orders",
        "POST /v1/kitchen/orders/{id}/accept",
        "POST /v1/kitchen/orders/{id}/delay",
        "POST /v1/kitchen/orders/{id}/reject",
        "POST /v1/kitchen/orders/{id}/ready",
        "PATCH /v1/kitchen/menu-items/{id}",
        "PATCH /v1/kitchen/restaurant",
        "GET /v1/ops/orders",
        "GET /v1/ops/orders/{id}",
        "GET /v1/ops/orders/{id}/candidates",
        "POST /v1/ops/orders/{id}/assign",
        "POST /v1/ops/orders/{id}/cancel",
        "POST /v1/ops/orders/{id}/refund",
        "GET /v1/ops/payments/reviews",
        "POST /v1/ops/restaurants/{id}/pause",
        "POST /v1/ops/restaurants/{id}/resume",
        "POST /v1/ops/riders/{id}/off-shift",
        "GET /v1/ops/riders/{id}/trail",
        "GET /v1/ops/suspects",
        "POST /v1/ops/riders/{id}/cash-deposits",
        "GET /v1/kitchen/statement",
        "GET /v1/riders/statement",
        "POST /v1/webhooks/sandbox",
        "POST /v1/webhooks/stripe",
        "POST /v1/webhooks/razorpay",
      ].toSorted(),
    );
  });

  test("can be read by people, with everything from this server and no inline script", async () => {
    const page = await gateway.fetch("/docs");
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
    const html = await page.text();
    const sources = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source ?? "");
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) expect((await gateway.fetch(source)).status).toBe(200);
    expect(html).not.toMatch(/<script>|https?:\/\//);
  });
});
