import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { Database } from "@tiffin/db/client";
import { newId } from "@tiffin/db/ids";
import { offers, riders, rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { outbox } from "@tiffin/db/schema/outbox";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { insertKitchen, insertOrder } from "@tiffin/db/testing/fixtures";
import { bearerOf, demoUser } from "../testing/people.ts";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

type Bearer = { readonly authorization: string };

let database: TestDatabase;
let gateway: TestGateway;
/** An order of one city, offered to Imran. Meena rides there, too; Sunil rides in another city. */
let imran: { readonly id: string; readonly bearer: Bearer };
let meena: { readonly id: string; readonly bearer: Bearer };
let sunil: { readonly id: string; readonly bearer: Bearer };
let orderId: string;
let rideId: string;

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  gateway = await startTestGateway(
    { databaseUrl: database.url, redisUrl: inject("redisUrl") },
    { TIFFIN_RELAXED_LIMITS: "1" },
  );
  const here = await insertOrder(database.db);
  const elsewhere = await insertKitchen(database.db);
  orderId = here.orderId;
  [imran, meena, sunil] = await Promise.all([rider(here.cityId), rider(here.cityId), rider(elsewhere.cityId)]);
  rideId = newId();
  await database.db.update(orders).set({ status: "CONFIRMED", offerSeq: 1 }).where(eq(orders.id, orderId));
  await database.db.insert(rides).values({ id: rideId, orderId, cityId: here.cityId, currency: "INR", pay: 4_000 });
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});
beforeEach(async () => {
  const { db } = database;
  await db.delete(offers);
  await db.insert(offers).values({
    id: newId(),
    rideId,
    orderId,
    riderId: imran.id,
    seq: 1,
    round: 1,
    expiresAt: new Date(Date.now() + 60_000),
  });
});

async function rider(cityId: string) {
  const user = await demoUser(database.db, "rider");
  await database.db.insert(riders).values({ userId: user.id, cityId, online: true, onlineSince: new Date() });
  return { id: user.id, bearer: await bearerOf(gateway, user.phone) };
}
const personWith = async (...roles: Parameters<typeof demoUser> extends [Database, ...infer R] ? R : never) =>
  bearerOf(gateway, (await demoUser(database.db, ...roles)).phone);

const accept = { action: "accept", offerSeq: 1 };
const patch = (bearer: Bearer | Record<string, never>, body: unknown, id = rideId, type = "application/json") =>
  gateway.fetch(`/v1/rides/${id}`, {
    method: "PATCH",
    headers: { ...bearer, "content-type": type },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/** Refused in the contract's form, and the order is still offered to whom it was. */
async function expectRefused(answer: Promise<Response>, status: number, code: string, path?: string) {
  const before = await database.db.$count(outbox);
  const response = await answer;
  const text = await response.text();
  const problem = JSON.parse(text) as { code: string; errors?: { path: string }[] };
  expect([response.status, problem.code, problem.errors?.[0]?.path]).toEqual([status, code, path]);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  expect(problem).toMatchObject({ status, type: expect.any(String), title: expect.any(String) });
  expect(text).not.toMatch(/node_modules|\.ts:|at \w+ \(/);
  expect(await database.db.$count(outbox)).toBe(before);
  expect(await database.db.select().from(offers)).toMatchObject([{ riderId: imran.id, seq: 1, status: "PENDING" }]);
  expect(await database.db.select().from(orders)).toMatchObject([{ status: "CONFIRMED", riderId: null, offerSeq: 1 }]);
  expect(await database.db.select().from(rides)).toMatchObject([{ status: "SEARCHING", riderId: null }]);
}

describe("an answer to an offer that can't count", () => {
  test("of another rider of the city, whoever the body says it is for", async () => {
    await expectRefused(patch(meena.bearer, accept), 409, "OFFER_TAKEN");
    await expectRefused(patch(meena.bearer, { ...accept, riderId: imran.id, userId: imran.id }), 409, "OFFER_TAKEN");
    await expectRefused(patch(meena.bearer, { action: "decline", offerSeq: 1 }), 409, "OFFER_TAKEN");
  });

  test("of a rider of another city: there the ride does not exist", async () => {
    await expectRefused(patch(sunil.bearer, accept), 404, "NOT_FOUND");
    await expectRefused(patch(sunil.bearer, { action: "decline", offerSeq: 1 }), 404, "NOT_FOUND");
    await expectRefused(patch(sunil.bearer, { ...accept, offerSeq: 7 }), 404, "NOT_FOUND");
  });

  test.each([["customer"], ["staff"], ["ops"]] as const)("of a %s, who is no rider", async (role) => {
    await expectRefused(patch(await personWith(role), accept), 403, "FORBIDDEN");
  });

  test("of somebody with the role who rides nowhere", async () => {
    await expectRefused(patch(await personWith("rider"), accept), 404, "NOT_FOUND");
  });

  test("of nobody, or of somebody with a token of their own making", async () => {
    await expectRefused(patch({}, accept), 401, "UNAUTHENTICATED");
    await expectRefused(patch({ authorization: "Bearer e30.e30.e30" }, accept), 401, "UNAUTHENTICATED");
  });

  test.each([
    ["no action", { offerSeq: 1 }, "action"],
    ["an action that there isn't", { action: "steal", offerSeq: 1 }, "action"],
    ["an action in another case", { action: "ACCEPT", offerSeq: 1 }, "action"],
    ["no number", { action: "accept" }, "offerSeq"],
    ["no number when declining", { action: "decline" }, "offerSeq"],
    ["none", { action: "accept", offerSeq: null }, "offerSeq"],
    ["zero", { action: "accept", offerSeq: 0 }, "offerSeq"],
    ["less than none", { action: "accept", offerSeq: -1 }, "offerSeq"],
    ["half an offer", { action: "accept", offerSeq: 1.5 }, "offerSeq"],
    ["a number in words", { action: "accept", offerSeq: "1" }, "offerSeq"],
    ["more than any order has", { action: "accept", offerSeq: 1e12 }, "offerSeq"],
    ["a reason as long as a letter", { action: "decline", offerSeq: 1, reason: "x".repeat(201) }, "reason"],
  ])("%s is malformed, and the answer names the field", async (_, body, path) => {
    await expectRefused(patch(imran.bearer, body), 400, "VALIDATION_FAILED", path);
  });

  test("what is no JSON object is refused before it is read", async () => {
    await expectRefused(patch(imran.bearer, "{ yes"), 400, "VALIDATION_FAILED");
    await expectRefused(patch(imran.bearer, "action=accept", rideId, "text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE");
  });

  test("a number that was not given out yet has not begun", async () => {
    await expectRefused(patch(imran.bearer, { ...accept, offerSeq: 2 }), 409, "OFFER_EXPIRED");
  });

  test.each([
    ["somebody made up", () => randomUUID()],
    ["is the order's", () => orderId],
    ["is no id", () => "first"],
    ["is longer than any", () => "x".repeat(300)],
    ["is written in SQL", () => encodeURIComponent("' or true --")],
  ])("a ride's id that %s is not there", async (_, id) => {
    await expectRefused(patch(imran.bearer, accept, id()), 404, "NOT_FOUND");
  });
});

describe("a tap on a ride that isn't the caller's", () => {
  const tap = (bearer: Bearer, step: string, id = rideId, body?: object) =>
    gateway.fetch(`/v1/rides/${id}/${step}`, {
      method: "POST",
      headers: { ...bearer, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test.each(["arrived", "picked-up", "delivered"])("%s: the ride is not there", async (step) => {
    await expectRefused(tap(meena.bearer, step), 404, "NOT_FOUND");
    await expectRefused(tap(sunil.bearer, step), 404, "NOT_FOUND");
    // Being asked is not yet having it.
    await expectRefused(tap(imran.bearer, step), 404, "NOT_FOUND");
    await expectRefused(tap(imran.bearer, step, randomUUID()), 404, "NOT_FOUND");
    await expectRefused(tap(await personWith("customer"), step), 403, "FORBIDDEN");
  });

  test("a PIN that is none is malformed", async () => {
    await expectRefused(tap(imran.bearer, "delivered", rideId, { pin: "12" }), 400, "VALIDATION_FAILED", "pin");
    await expectRefused(tap(imran.bearer, "delivered", rideId, { pin: 4711 }), 400, "VALIDATION_FAILED", "pin");
  });
});

test("a customer has no shift, no position and no rides", async () => {
  const customer = await personWith("customer");
  const headers = { ...customer, "content-type": "application/json" };
  const call = (method: string, path: string, body?: object) =>
    gateway.fetch(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  await expectRefused(call("GET", "/v1/rides/current"), 403, "FORBIDDEN");
  await expectRefused(call("PUT", "/v1/riders/shift", { online: true }), 403, "FORBIDDEN");
  await expectRefused(call("POST", "/v1/riders/location", { lat: 12.97, lng: 77.59 }), 403, "FORBIDDEN");
});

test("the rider who was asked gets the ride, whatever else the body says", async () => {
  const response = await patch(imran.bearer, { ...accept, riderId: meena.id, pay: 1_000_000, status: "DELIVERED" });
  expect(response.status).toBe(200);
  expect(await database.db.select().from(rides)).toMatchObject([
    { id: rideId, riderId: imran.id, status: "ASSIGNED", pay: 4_000 },
  ]);
});
