import * as fc from "fast-check";
import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { bearerOf, demoUser } from "../testing/people.ts";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

let database: TestDatabase;
let gateway: TestGateway;
let everybody: { authorization: string };

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  gateway = await startTestGateway(
    { databaseUrl: database.url, redisUrl: inject("redisUrl") },
    { TIFFIN_RELAXED_LIMITS: "1" },
  );
  everybody = await bearerOf(gateway, (await demoUser(database.db, "customer", "rider", "staff", "ops")).phone);
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

const ID = "0190d6b0-0000-7000-8000-000000000000";
const WITH_BODY: [string, string][] = [
  ["POST", "/v1/auth/otp"],
  ["POST", "/v1/auth/token"],
  ["POST", "/v1/auth/refresh"],
  ["POST", "/v1/addresses"],
  ["POST", "/v1/orders/quote"],
  ["POST", "/v1/orders"],
  ["POST", `/v1/orders/${ID}/cancel`],
  ["POST", "/v1/live/auth"],
  ["PUT", "/v1/riders/shift"],
  ["POST", "/v1/riders/location"],
  ["PATCH", `/v1/rides/${ID}`],
  ["POST", `/v1/rides/${ID}/arrived`],
  ["POST", `/v1/rides/${ID}/picked-up`],
  ["POST", `/v1/rides/${ID}/delivered`],
  ["POST", `/v1/kitchen/orders/${ID}/accept`],
  ["POST", `/v1/kitchen/orders/${ID}/reject`],
  ["POST", `/v1/kitchen/orders/${ID}/ready`],
  ["PATCH", `/v1/kitchen/menu-items/${ID}`],
  ["PATCH", "/v1/kitchen/restaurant"],
  ["POST", "/v1/webhooks/sandbox"],
  ["POST", "/v1/webhooks/stripe"],
];

/** Keys that our bodies have, so that rubbish gets past the first check now and then. */
const key = fc.constantFrom(
  "phone",
  "otp",
  "refreshToken",
  "label",
  "line1",
  "location",
  "lat",
  "lng",
  "restaurantId",
  "items",
  "menuItemId",
  "quantity",
  "addressId",
  "paymentMethod",
  "type",
  "token",
  "tip",
  "points",
  "seq",
  "recordedAt",
  "action",
  "offerSeq",
  "pin",
  "prepMinutes",
  "reason",
  "available",
  "price",
  "online",
  "socket_id",
  "channel_name",
  "__proto__",
  "constructor",
);
const leaf = fc.oneof(
  fc.constantFrom(
    "",
    "\u0000",
    "\ud800",
    ID,
    "+919876543210",
    "000000",
    "card",
    "accept",
    -1,
    0,
    1,
    1e308,
    2 ** 53,
    null,
    true,
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.double(),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 8 }),
  ),
}));

async function statusOf(method: string, path: string, body: string): Promise<number> {
  const headers = { ...everybody, "content-type": "application/json", "idempotency-key": ID };
  const response = await gateway.fetch(path, { method, headers, body });
  const isProblem = response.headers.get("content-type") === "application/problem+json";
  expect(isProblem).toBe(response.status >= 400);
  await response.arrayBuffer();
  return response.status;
}

describe("no input makes the gateway fail", () => {
  test.each(WITH_BODY)("%s %s with anything for a body", async (method, path) => {
    await fc.assert(
      fc.asyncProperty(value, async (body) => {
        const text = JSON.stringify(body) ?? "undefined";
        expect([await statusOf(method, path, text), text]).not.toEqual([500, text]);
      }),
      { numRuns: 25 },
    );
  });

  test("queries with anything in them", async () => {
    const paths = ["/v1/restaurants", "/v1/restaurants/suggest", "/v1/orders", "/v1/kitchen/orders", "/v1/ops/orders"];
    const name = fc.constantFrom(
      "lat",
      "lng",
      "q",
      "cuisine",
      "limit",
      "cursor",
      "sort",
      "veg",
      "status",
      "stuck",
      "radiusKm",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.constantFrom("12.9", "77.6", "-0", "1e9", "%00", "\u0000", "eyJ9", "Infinity"),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.array(fc.tuple(name, text), { maxLength: 6 }),
        async (path, pairs) => {
          const query = `lat=12.9&lng=77.6&${new URLSearchParams(pairs).toString()}`;
          const response = await gateway.fetch(`${path}?${query}`, { headers: everybody });
          await response.arrayBuffer();
          expect([response.status, query]).not.toEqual([500, query]);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("tRPC with anything for an input", async () => {
    const procedures = [
      "restaurants.search",
      "restaurants.menu",
      "orders.get",
      "orders.place",
      "session.updateProfile",
      "no.such",
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...procedures), value, fc.boolean(), async (procedure, input, isMutation) => {
        const text = JSON.stringify(input) ?? "null";
        const path = `/trpc/customer/${procedure}`;
        const response = isMutation
          ? await gateway.fetch(path, {
              method: "POST",
              headers: { ...everybody, "content-type": "application/json" },
              body: text,
            })
          : await gateway.fetch(`${path}?input=${encodeURIComponent(text)}`, { headers: everybody });
        expect(await response.text()).not.toContain('"stack"');
        expect([response.status, text]).not.toEqual([500, text]);
      }),
      { numRuns: 150 },
    );
  });

  test("bytes that are not even HTTP, broken UTF-8, and paths that try to escape", async () => {
    expect(await statusOf("POST", "/v1/auth/otp", "\ufeff{}")).toBe(400);
    const raw = await gateway.fetch("/v1/auth/otp", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    });
    expect(raw.status).toBe(400);
    for (const path of ["/v1/orders/%ff", "/v1/%2e%2e/%2e%2e/etc/passwd", "//v1/orders", "/v1/orders/%E0%A4%A"]) {
      expect([path, (await rawGet(path)) < 500]).toEqual([path, true]);
    }
    expect((await gateway.fetch("/healthz")).status).toBe(200);
  });
});

/** A path just as it is, which fetch would tidy up. */
function rawGet(path: string): Promise<number> {
  const { hostname, port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, headers: everybody }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject);
    request.end();
  });
}
