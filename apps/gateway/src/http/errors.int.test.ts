import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { bearerOf, demoUser } from "../testing/people.ts";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

let database: TestDatabase;
let gateway: TestGateway;
let customer: { authorization: string };
let rider: { authorization: string };

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  gateway = await startTestGateway({ databaseUrl: database.url, redisUrl: inject("redisUrl") });
  customer = await bearerOf(gateway, (await demoUser(database.db, "customer")).phone);
  rider = await bearerOf(gateway, (await demoUser(database.db, "rider")).phone);
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

const NOWHERE = "0190d6b0-0000-7000-8000-000000000000";

async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = (await response.json()) as {
    status: number;
    code: string;
    traceId: string;
    detail: string;
    errors?: { path: string; message: string }[];
  };
  expect(problem).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status: response.status,
    detail: expect.any(String),
    traceId: response.headers.get("x-trace-id"),
  });
  return problem;
}

describe("every error is problem+json", () => {
  test("401 without a token, with a bad one, and with another scheme", async () => {
    for (const authorization of [undefined, "Bearer nonsense", "Bearer a.b.c", "Basic YTpi", "Bearer"]) {
      const headers = authorization === undefined ? {} : { authorization };
      const response = await gateway.fetch("/v1/orders", { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toContain("Bearer");
      expect(await problemOf(response)).toMatchObject({ code: "UNAUTHENTICATED" });
    }
  });

  test("401 for a wrong code", async () => {
    const { phone } = await demoUser(database.db, "customer");
    await gateway.post("/v1/auth/otp", { phone });
    const response = await gateway.post("/v1/auth/token", { phone, otp: "999999" });
    expect(response.status).toBe(401);
    expect(await problemOf(response)).toMatchObject({ code: "OTP_INVALID" });
  });

  test("400 names each field that is wrong", async () => {
    const response = await gateway.post("/v1/auth/token", { phone: "hello", otp: 12 });
    expect(response.status).toBe(400);
    const { code, errors } = await problemOf(response);
    expect(code).toBe("VALIDATION_FAILED");
    expect(errors?.map(({ path }) => path).toSorted()).toEqual(["otp", "phone"]);
  });

  test("400 names nested fields by their dotted path", async () => {
    const address = { label: "Home", line1: "1 Temple Street", location: { lat: 91, lng: "77" } };
    const response = await gateway.post("/v1/addresses", address, customer);
    const { errors } = await problemOf(response);
    expect(errors?.map(({ path }) => path).toSorted()).toEqual(["location.lat", "location.lng"]);
  });

  test("400 for a query that does not fit, with the parameter's name", async () => {
    const wrong: [string, string][] = [
      ["lng=77.6", "lat"],
      ["lat=abc&lng=77.6", "lat"],
      ["lat=&lng=77.6", "lat"],
      ["lat=12.9&lat=13&lng=77.6", "lat"],
      ["lat=12.9&lng=77.6&limit=0", "limit"],
      ["lat=12.9&lng=77.6&limit=1.5", "limit"],
      ["lat=12.9&lng=77.6&veg=maybe", "veg"],
      ["lat=12.9&lng=77.6&sort=best", "sort"],
      ["lat=12.9&lng=77.6&radiusKm=-1", "radiusKm"],
      ["lat=12.9&lng=77.6&minRating=NaN", "minRating"],
      ["lat=12.9&lng=77.6&openNow=yes", "openNow"],
    ];
    for (const [query, field] of wrong) {
      const response = await gateway.fetch(`/v1/restaurants?${query}`, { headers: customer });
      expect([query, response.status]).toEqual([query, 400]);
      expect((await problemOf(response)).errors?.map(({ path }) => path)).toContain(field);
    }
  });

  test("400 for JSON that can't be read", async () => {
    for (const body of ["{", '{"phone":', "[1,2", "nul", "{'phone':1}", "\u0000"]) {
      const headers = { "content-type": "application/json" };
      const response = await gateway.fetch("/v1/auth/otp", { method: "POST", body, headers });
      expect(response.status).toBe(400);
      expect(await problemOf(response)).toMatchObject({ code: "VALIDATION_FAILED" });
    }
  });

  test("415 for another content type, 400 for none with no body", async () => {
    const text = await gateway.fetch("/v1/auth/otp", {
      method: "POST",
      body: "phone=1",
      headers: { "content-type": "text/plain" },
    });
    expect(text.status).toBe(415);
    expect(await problemOf(text)).toMatchObject({ code: "UNSUPPORTED_MEDIA_TYPE" });
    const nothing = await gateway.fetch("/v1/auth/otp", { method: "POST" });
    expect(nothing.status).toBe(400);
    expect((await problemOf(nothing)).errors?.map(({ path }) => path)).toEqual(["phone"]);
  });

  test("413 for more than 1 MB, and more than 256 KB of points, also when no length is announced", async () => {
    const phone = "9".repeat(1_100_000);
    expect(await problemOf(await gateway.post("/v1/auth/otp", { phone }))).toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
    const points = Array.from({ length: 400 }, () => ({ lat: 12.9, lng: 77.6, padding: "x".repeat(700) }));
    const tooMuch = await gateway.post("/v1/riders/location", { points }, rider);
    expect([tooMuch.status, (await problemOf(tooMuch)).code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
    expect(await postChunked("/v1/auth/otp", JSON.stringify({ phone }))).toBe(413);
    expect((await gateway.post("/v1/auth/otp", { phone: "9".repeat(20_000_000) })).status).toBe(413);
  });

  test("403 for another role's calls", async () => {
    const calls: [string, string, { authorization: string }][] = [
      ["GET", "/v1/kitchen/orders", customer],
      ["GET", "/v1/ops/orders", customer],
      ["GET", "/v1/rides/current", customer],
      ["GET", "/v1/orders", rider],
      ["GET", "/v1/addresses", rider],
    ];
    for (const [method, path, headers] of calls) {
      const response = await gateway.fetch(path, { method, headers });
      expect([path, response.status]).toEqual([path, 403]);
      expect(await problemOf(response)).toMatchObject({ code: "FORBIDDEN" });
    }
  });

  test("404 for what isn't there, whatever form its id has", async () => {
    for (const id of [NOWHERE, "42", "..%2f..", "%00", "'; drop table orders; --"]) {
      for (const path of [`/v1/orders/${id}`, `/v1/orders/${id}/track`, `/v1/restaurants/${id}/menu`]) {
        const response = await gateway.fetch(path, { headers: customer });
        expect([path, response.status]).toEqual([path, 404]);
        expect(await problemOf(response)).toMatchObject({ code: "NOT_FOUND" });
      }
    }
    const nowhere = await gateway.fetch("/v1/nothing/here", { headers: customer });
    expect(await problemOf(nowhere)).toMatchObject({ code: "NOT_FOUND" });
    expect(await problemOf(await gateway.fetch("/nothing"))).toMatchObject({ code: "NOT_FOUND" });
  });

  test("405 says which methods there are", async () => {
    const response = await gateway.fetch("/v1/orders", { method: "DELETE", headers: customer });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")?.split(", ").toSorted()).toEqual(["GET", "HEAD", "POST"]);
    expect(await problemOf(response)).toMatchObject({ code: "METHOD_NOT_ALLOWED" });
  });

  test("400 for an order without a key", async () => {
    const order = {
      restaurantId: NOWHERE,
      items: [{ menuItemId: NOWHERE, quantity: 1 }],
      addressId: NOWHERE,
      paymentMethod: { type: "card" },
    };
    const response = await gateway.post("/v1/orders", order, customer);
    expect([response.status, (await problemOf(response)).code]).toEqual([400, "IDEMPOTENCY_KEY_REQUIRED"]);
  });
});

describe("what must not get out or in", () => {
  test("answers carry security headers and no stack", async () => {
    const response = await gateway.fetch("/v1/orders");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("strict-transport-security")).toBeTruthy();
    expect(response.headers.get("x-powered-by")).toBeNull();
    expect(await response.text()).not.toMatch(/\bat .*\.ts|node_modules/);
  });

  test("logs hold no tokens, codes, phones or queries", async () => {
    const { phone } = await demoUser(database.db, "customer");
    const headers = await bearerOf(gateway, phone);
    await gateway.fetch("/v1/restaurants?lat=12.345678&lng=77.6&q=privatewish", { headers });
    const log = JSON.stringify(gateway.logs);
    for (const secret of [phone, headers.authorization.slice(7), "privatewish", "12.345678"]) {
      expect(log).not.toContain(secret);
    }
  });

  test("only our own pages may call from a browser", async () => {
    const ask = (origin: string) =>
      gateway.fetch("/v1/orders", { method: "OPTIONS", headers: { origin, "access-control-request-method": "GET" } });
    const ours = await ask("http://localhost:3000");
    expect(ours.headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
    expect((await ask("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
  });

  test("a caller's trace goes on here, and rubbish in its place does not", async () => {
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const traced = await gateway.fetch("/healthz", { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
    expect(traced.headers.get("x-trace-id")).toBe(trace);
    const odd = await gateway.fetch("/healthz", { headers: { traceparent: "<script>" } });
    expect(odd.headers.get("x-trace-id")).toMatch(/^[0-9a-f]{32}$/);
  });
});

/** Sends a body without a content-length; answers the status. */
function postChunked(path: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(gateway.url);
    const headers = { "content-type": "application/json", "transfer-encoding": "chunked" };
    const request = httpRequest({ hostname, port, path, method: "POST", headers }, (response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
      request.destroy();
    });
    request.on("error", reject);
    for (let at = 0; at < body.length; at += 65_536) request.write(body.slice(at, at + 65_536));
    request.end();
  });
}
