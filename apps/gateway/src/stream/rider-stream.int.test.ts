import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { WebSocket } from "ws";
import { createAccessTokens } from "@tiffin/core/identity";
import { cities } from "@tiffin/db/schema/cities";
import { riders } from "@tiffin/db/schema/dispatch";
import { newId } from "@tiffin/db/ids";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { defaultPricingPolicy } from "@tiffin/domain/pricing/policy";
import { bearerOf, demoUser, logIn } from "../testing/people.ts";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

let database: TestDatabase;
let gateway: TestGateway;
const cityId = newId();

beforeAll(async () => {
  database = await createTestDatabase(inject("postgresUrl"));
  gateway = await startTestGateway({ databaseUrl: database.url, redisUrl: inject("redisUrl") });
  await database.db.insert(cities).values({
    id: cityId,
    slug: `town-${randomUUID().slice(0, 8)}`,
    name: "Town",
    timeZone: "Asia/Kolkata",
    currency: "INR",
    lat: 12.9,
    lng: 77.6,
    pricing: defaultPricingPolicy,
  });
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

async function riderOnShift() {
  const user = await demoUser(database.db, "rider");
  await database.db.insert(riders).values({ userId: user.id, cityId, online: true, onlineSince: new Date() });
  return { ...user, ...(await logIn(gateway, user.phone)) };
}

function open(token: string, path = "/v1/riders/stream"): WebSocket {
  return new WebSocket(new URL(path, gateway.url.replace("http", "ws")), `bearer.${token}`);
}

async function opened(token: string): Promise<WebSocket> {
  const ws = open(token);
  await once(ws, "open");
  return ws;
}

async function ask(ws: WebSocket, message: unknown): Promise<Record<string, unknown>> {
  ws.send(typeof message === "string" || message instanceof Buffer ? message : JSON.stringify(message));
  const [data] = await once(ws, "message");
  return JSON.parse(String(data));
}

/** The status of an upgrade that is refused. */
async function refusal(ws: WebSocket): Promise<number | undefined> {
  const [, response] = await once(ws, "unexpected-response");
  return response.statusCode;
}

describe("a rider's stream", () => {
  test("takes single points and lists, and answers each in order", async () => {
    const { accessToken } = await riderOnShift();
    const ws = await opened(accessToken);
    expect(ws.protocol).toBe(`bearer.${accessToken}`);
    expect(await ask(ws, { lat: 12.9, lng: 77.6, seq: 1 })).toEqual({
      accepted: 1,
      rejected: [],
      nextPingSeconds: expect.any(Number),
    });
    const points = [
      { lat: 12.9001, lng: 77.6, seq: 2 },
      { lat: 200, lng: 77.6, seq: 3 },
    ];
    expect(await ask(ws, { points })).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: "INVALID" }] });
    expect(await ask(ws, { lat: 12.9001, lng: 77.6, seq: 2 })).toMatchObject({
      accepted: 0,
      rejected: [{ code: "DUPLICATE" }],
    });
    ws.close();
  });

  test("opens with a minute's ticket from the rider's app", async () => {
    const { accessToken } = await riderOnShift();
    const authorization = `Bearer ${accessToken}`;
    const answer = await (await gateway.post("/trpc/rider/stream.ticket", {}, { authorization })).json();
    const { token, url } = (answer as { result: { data: { token: string; url: string } } }).result.data;
    expect(new URL(url).pathname).toBe("/v1/riders/stream");
    const ws = await opened(token);
    expect(await ask(ws, { lat: 12.9, lng: 77.6, seq: 1 })).toMatchObject({ accepted: 1 });
    ws.close();
    // … and the ticket opens nothing else.
    const elsewhere = await gateway.fetch("/v1/rides/current", { headers: { authorization: `Bearer ${token}` } });
    expect(elsewhere.status).toBe(401);
  });

  test("answers rubbish by an error and goes on", async () => {
    const { accessToken } = await riderOnShift();
    const ws = await opened(accessToken);
    const rubbish = [
      "",
      "{",
      "null",
      "42",
      '"x"',
      "[]",
      '{"points":7}',
      '{"lat":"x"}',
      Buffer.from([1, 2, 3]),
      '{"__proto__":{"lat":1}}',
    ];
    for (const message of rubbish) {
      expect(await ask(ws, message)).toMatchObject({
        error: { code: "VALIDATION_FAILED", traceId: expect.any(String) },
      });
    }
    expect(await ask(ws, { points: Array.from({ length: 501 }, () => ({ lat: 1, lng: 1 })) })).toMatchObject({
      error: { code: "PAYLOAD_TOO_LARGE" },
    });
    expect(await ask(ws, { lat: 12.9, lng: 77.6, seq: 9 })).toMatchObject({ accepted: 1 });
    ws.close();
  });

  test("ends when a frame is larger than 256 KB", async () => {
    const { accessToken } = await riderOnShift();
    const ws = await opened(accessToken);
    ws.send("x".repeat(300_000));
    const [code] = await once(ws, "close");
    expect(code).toBe(1009);
  });

  test("needs a rider's token that is good, at the one address there is", async () => {
    const { accessToken } = await riderOnShift();
    const customer = await demoUser(database.db, "customer");
    expect(await refusal(open("nonsense"))).toBe(401);
    expect(await refusal(open((await logIn(gateway, customer.phone)).accessToken))).toBe(403);
    expect(await refusal(open(accessToken, "/v1/riders/other"))).toBe(404);
    expect(await refusal(new WebSocket(new URL("/v1/riders/stream", gateway.url.replace("http", "ws"))))).toBe(401);
  });

  test("is closed with 4401 when the token runs out", async () => {
    const { id, name } = await riderOnShift();
    const claims = { sub: id, name, roles: ["rider" as const] };
    const tokens = createAccessTokens(gateway.config.services.auth.privateJwk);
    const ws = await opened(await tokens.issue(claims, new Date(), 2));
    const [code] = await once(ws, "close");
    expect(code).toBe(4401);
  });

  test("gives way to newer ones of the same rider", async () => {
    const { accessToken } = await riderOnShift();
    const first = await opened(accessToken);
    const closed = once(first, "close");
    const others = await Promise.all([1, 2, 3, 4].map(() => opened(accessToken)));
    expect((await closed)[0]).toBe(4409);
    for (const ws of others) {
      expect(ws.readyState).toBe(WebSocket.OPEN);
      ws.close();
    }
  });

  test("ends with 4408 when the rider sends and never reads the answers", async () => {
    const { accessToken } = await riderOnShift();
    const ws = await opened(accessToken);
    const closed = once(ws, "close");
    ws.pause();
    // Each answer names five hundred points: more than the network's own buffers and a megabyte hold.
    const points = JSON.stringify({ points: Array.from({ length: 500 }, () => 0) });
    for (let frame = 0; frame < 1_500; frame += 1) ws.send(points);
    const answered = async () => {
      const metrics = await (await gateway.fetch("/metrics")).text();
      const refused = [...metrics.matchAll(/^rider_points_total\{outcome="(?:invalid|rate_limited)"\} (\d+)$/gm)];
      return refused.reduce((sum, [, count]) => sum + Number(count), 0);
    };
    await expect.poll(answered, { timeout: 50_000 }).toBeGreaterThanOrEqual(1_500 * 500);
    ws.resume();
    expect((await closed)[0]).toBe(4408);
  });

  test("keeps the order of a burst", async () => {
    const { accessToken } = await riderOnShift();
    const ws = await opened(accessToken);
    const answers: { accepted: number }[] = [];
    ws.on("message", (data) => answers.push(JSON.parse((data as Buffer).toString())));
    for (let seq = 1; seq <= 200; seq += 1) ws.send(JSON.stringify({ lat: 12.9, lng: 77.6, seq }));
    await expect.poll(() => answers.length, { timeout: 20_000 }).toBe(200);
    expect(answers.every((answer) => "accepted" in answer)).toBe(true);
    ws.close();
  });
});

describe("points over HTTP", () => {
  test("are taken one at a time and in lists", async () => {
    const { accessToken } = await riderOnShift();
    const headers = { authorization: `Bearer ${accessToken}` };
    const one = await gateway.post("/v1/riders/location", { lat: 12.9, lng: 77.6, seq: 1 }, headers);
    expect([one.status, await one.json()]).toEqual([
      200,
      { accepted: 1, rejected: [], nextPingSeconds: expect.any(Number) },
    ]);
    const list = await gateway.post("/v1/riders/location", { points: [{ lat: 12.9, lng: 77.6, seq: 2 }, {}] }, headers);
    expect(await list.json()).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: "INVALID" }] });
  });

  test("are refused whole when the lone point is malformed, or the caller is no rider", async () => {
    const { accessToken } = await riderOnShift();
    const headers = { authorization: `Bearer ${accessToken}` };
    const malformed = await gateway.post("/v1/riders/location", { lat: 91, lng: "x" }, headers);
    expect(malformed.status).toBe(400);
    expect(await malformed.json()).toMatchObject({ errors: [{ path: "lat" }, { path: "lng" }] });
    const customer = await bearerOf(gateway, (await demoUser(database.db, "customer")).phone);
    expect((await gateway.post("/v1/riders/location", { lat: 1, lng: 1 }, customer)).status).toBe(403);
  });
});

describe("a restart", () => {
  test("answers what is under way, and tells riders to connect again", async () => {
    const old = await startTestGateway(
      { databaseUrl: database.url, redisUrl: inject("redisUrl") },
      { AUTH_PRIVATE_JWK: gateway.config.services.auth.privateJwk },
    );
    const { accessToken, phone } = await riderOnShift();
    const ws = new WebSocket(new URL("/v1/riders/stream", old.url.replace("http", "ws")), `bearer.${accessToken}`);
    await once(ws, "open");
    expect(await ask(ws, { lat: 12.9, lng: 77.6, seq: 1 })).toMatchObject({ accepted: 1 });
    const closed = once(ws, "close");

    const headers = { "content-type": "application/json", expect: "100-continue" };
    const underWay = httpRequest(new URL("/v1/auth/otp", old.url), { method: "POST", headers });
    underWay.flushHeaders();
    await once(underWay, "continue");
    const stopped = old.stop();
    expect((await closed)[0]).toBe(1012);
    underWay.end(JSON.stringify({ phone }));
    const [response] = await once(underWay, "response");
    expect(response.statusCode).toBe(202);
    response.resume();
    await stopped;
    await expect(old.fetch("/healthz")).rejects.toThrow("fetch failed");
  });
});
