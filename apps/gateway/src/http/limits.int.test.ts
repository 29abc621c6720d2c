import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { demoUser, logIn, somePhone } from "../testing/people.ts";
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

/** As if from another place, so that one test doesn't use up another's share. */
const from = (address: string) => ({ "x-forwarded-for": address });

describe("rate limits", () => {
  test("a loop over one phone meets 429 with Retry-After soon, demo account or not", async () => {
    const demo = await demoUser(database.db, "customer");
    for (const [phone, address] of [
      [somePhone(), "198.51.100.1"],
      [demo.phone, "198.51.100.2"],
    ] as const) {
      const statuses: number[] = [];
      for (let call = 0; call < 100; call += 1) {
        const response = await gateway.post("/v1/auth/otp", { phone }, from(address));
        statuses.push(response.status);
        if (response.status !== 429) continue;
        expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
        expect(await response.json()).toMatchObject({ code: "RATE_LIMITED", status: 429 });
        break;
      }
      expect(statuses[0]).toBe(202);
      expect(statuses.at(-1)).toBe(429);
    }
  });

  test("a loop over many phones from one address meets it too", async () => {
    const statuses = await Promise.all(
      Array.from(
        { length: 90 },
        async () => (await gateway.post("/v1/auth/otp", { phone: somePhone() }, from("198.51.100.3"))).status,
      ),
    );
    expect(statuses.filter((status) => status === 202)).toHaveLength(60);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
    const elsewhere = await gateway.post("/v1/auth/otp", { phone: somePhone() }, from("198.51.100.4"));
    expect(elsewhere.status).toBe(202);
  });

  test("sixty demo accounts and their tester log in from one address", async () => {
    const people = await Promise.all(Array.from({ length: 60 }, () => demoUser(database.db, "rider")));
    const tokens = await Promise.all(people.map(({ phone }) => logIn(gateway, phone)));
    expect(tokens).toHaveLength(60);
  });

  test("points that are refused over HTTP are counted like other calls, by rider or by address", async () => {
    const { phone } = await demoUser(database.db, "rider");
    const authorization = `Bearer ${(await logIn(gateway, phone)).accessToken}`;
    const address = "198.51.100.6";
    for (const headers of [{ authorization }, { authorization: "Bearer nobody's" }]) {
      const statuses = new Set<number>();
      for (let calls = 0; calls < 3_200 && !statuses.has(429); calls += 50) {
        const send = () => gateway.post("/v1/riders/location", { lat: "x" }, { ...headers, ...from(address) });
        for (const { status } of await Promise.all(Array.from({ length: 50 }, send))) statuses.add(status);
      }
      expect(statuses).toEqual(
        new Set(["authorization" in headers && headers.authorization === authorization ? 400 : 401, 429]),
      );
    }
  });

  test("guessing a code over and over is cut off", async () => {
    const { phone } = await demoUser(database.db, "customer");
    const statuses = new Set<number>();
    for (let guess = 0; guess < 130; guess += 1) {
      if (guess % 5 === 0 && guess < 50) await gateway.post("/v1/auth/otp", { phone }, from("198.51.100.5"));
      statuses.add((await gateway.post("/v1/auth/token", { phone, otp: "111111" }, from("198.51.100.5"))).status);
    }
    expect(statuses).toEqual(new Set([401, 429]));
  });

  test("are gone with TIFFIN_RELAXED_LIMITS=1", async () => {
    const relaxed = await startTestGateway(
      { databaseUrl: database.url, redisUrl: inject("redisUrl") },
      { TIFFIN_RELAXED_LIMITS: "1" },
    );
    try {
      const { phone } = await demoUser(database.db, "customer");
      for (let call = 0; call < 80; call += 1) {
        expect((await relaxed.post("/v1/auth/otp", { phone })).status).toBe(202);
      }
    } finally {
      await relaxed.stop();
    }
  });
});

describe("without Redis", () => {
  test("people still log in, limits are counted in memory, and readiness tells", async () => {
    const alone = await startTestGateway({ databaseUrl: database.url, redisUrl: "redis://127.0.0.1:1" });
    try {
      const { phone } = await demoUser(database.db, "customer");
      await expect(logIn(alone, phone)).resolves.toBeDefined();
      const statuses: number[] = [];
      for (let call = 0; call < 70; call += 1) statuses.push((await alone.post("/v1/auth/otp", { phone })).status);
      expect(statuses).toContain(429);
      const ready = await alone.fetch("/readyz");
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({
        status: "unavailable",
        dependencies: { postgres: { ok: true }, redis: { ok: false } },
      });
      expect((await alone.fetch("/healthz")).status).toBe(200);
    } finally {
      await alone.stop();
    }
  });
});

describe("without Postgres", () => {
  test("the answer is 503 with Retry-After, not a crash", async () => {
    const alone = await startTestGateway({
      databaseUrl: "postgres://nobody@127.0.0.1:1/none",
      redisUrl: inject("redisUrl"),
    });
    try {
      const response = await alone.post("/v1/auth/otp", { phone: somePhone() });
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toBeTruthy();
      expect(await response.json()).toMatchObject({ code: "UNAVAILABLE" });
    } finally {
      await alone.stop();
    }
  });
});
