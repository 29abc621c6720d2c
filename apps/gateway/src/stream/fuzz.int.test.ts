import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Socket } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { WebSocket } from "ws";
import { newId } from "@tiffin/db/ids";
import { cities } from "@tiffin/db/schema/cities";
import { riders } from "@tiffin/db/schema/dispatch";
import { createTestDatabase, type TestDatabase } from "@tiffin/db/testing";
import { defaultPricingPolicy } from "@tiffin/domain/pricing/policy";
import { PING_REJECTIONS, pingAnswerSchema } from "@tiffin/domain/wire/riders";
import { z } from "zod";
import { demoUser, logIn } from "../testing/people.ts";
import { startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

/** Longer by `FUZZ_RUNS=20000`, which takes a minute and more. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 400);

let database: TestDatabase;
let gateway: TestGateway;
let token: string;
let riderId: string;
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
  ({ riderId, token } = await riderOnShift());
});
afterAll(async () => {
  await gateway.stop();
  await database.close();
});

async function riderOnShift() {
  const { id, phone } = await demoUser(database.db, "rider");
  await database.db.insert(riders).values({ userId: id, cityId, online: true, onlineSince: new Date() });
  return { riderId: id, token: (await logIn(gateway, phone)).accessToken };
}

const answerSchema = z.union([
  pingAnswerSchema.extend({
    rejected: z.array(z.object({ index: z.int().min(0), code: z.enum(PING_REJECTIONS) })),
  }),
  z.object({
    error: z.object({ code: z.enum(["VALIDATION_FAILED", "PAYLOAD_TOO_LARGE", "RATE_LIMITED"]), status: z.int() }),
  }),
]);

async function opened(as = token): Promise<WebSocket> {
  const ws = new WebSocket(new URL("/v1/riders/stream", gateway.url.replace("http", "ws")), `bearer.${as}`);
  await once(ws, "open");
  return ws;
}

async function ask(ws: WebSocket, message: string | Buffer): Promise<z.output<typeof answerSchema>> {
  ws.send(message);
  const [data] = (await once(ws, "message")) as [Buffer];
  return answerSchema.parse(JSON.parse(data.toString()));
}

const point = (fields: object = {}) => ({ lat: 12.9, lng: 77.6, recordedAt: new Date().toISOString(), ...fields });

describe("a point that is no good", () => {
  test.each([
    ["NaN, which JSON writes as null", point({ lat: Number.NaN })],
    ["a string", point({ lat: "12.9" })],
    ["a latitude of 91", point({ lat: 91 })],
    ["a place beyond the maps' end", point({ lat: 85.06 })],
    ["the south pole", point({ lat: -90 })],
    ["no longitude", { lat: 12.9 }],
    ["no place at all, as phones without a fix report it", point({ lat: 0, lng: 0 })],
    ["a time that is none", point({ recordedAt: "yesterday" })],
    ["a speed below nought", point({ speed: -1 })],
    ["a list", [12.9, 77.6]],
    ["nothing", null],
  ])("is refused in a list by its index, and the others count: %s", async (_, bad) => {
    const ws = await opened();
    const answer = await ask(ws, JSON.stringify({ points: [bad, point({ seq: Date.now() })] }));
    expect(answer).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: "INVALID" }] });
    ws.close();
  });

  test("with latitude and longitude swapped is too far away to be true", async () => {
    const ws = await opened();
    const swapped = { lat: 77.6, lng: 12.9 };
    const answer = await ask(
      ws,
      JSON.stringify({ points: [point(swapped), point(swapped), point({ seq: Date.now() })] }),
    );
    expect(answer).toMatchObject({ accepted: 1, rejected: [{ code: "OUT_OF_AREA" }, { code: "OUT_OF_AREA" }] });
    ws.close();
  });

  test("of tomorrow is refused, one of last week too, and one of somebody else is the sender's own", async () => {
    const ws = await opened();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const foreign = point({ riderId: randomUUID(), seq: Date.now() + 2 });
    const lastWeek = new Date(Date.now() - 7 * 86_400_000).toISOString();
    const points = [point({ recordedAt: tomorrow }), point({ recordedAt: lastWeek }), foreign];
    expect(await ask(ws, JSON.stringify({ points }))).toMatchObject({
      accepted: 1,
      rejected: [
        { index: 0, code: "FUTURE" },
        { index: 1, code: "TOO_OLD" },
      ],
    });
    expect(await gateway.fetch("/healthz").then(({ status }) => status)).toBe(200);
    ws.close();
  });
});

describe("a connection", () => {
  test("ends with a code for ten megabytes, and after message upon message of rubbish", async () => {
    const large = await opened();
    large.send("x".repeat(10 * 1024 * 1024));
    expect((await once(large, "close"))[0]).toBe(1009);
    const tooMany = JSON.stringify({ points: Array.from({ length: 501 }, () => 0) });
    // Somebody else's: it takes all that a rider may send.
    const other = await riderOnShift();
    for (const rubbish of ["rubbish", '{"points":[]}', tooMany]) {
      const useless = await opened(other.token);
      const closed = once(useless, "close");
      for (let message = 0; message < 150; message += 1) useless.send(rubbish);
      expect((await closed)[0]).toBe(4400);
    }
  });

  test("takes a thousand points in a batch for one too many", async () => {
    const ws = await opened();
    const answer = await ask(ws, JSON.stringify({ points: Array.from({ length: 1_000 }, () => point()) }));
    expect(answer).toMatchObject({ error: { code: "PAYLOAD_TOO_LARGE", status: 413 } });
    ws.close();
  });

  test("answers whatever comes by an answer or a problem, and takes the next good point", async () => {
    const value = fc.oneof(
      fc.constantFrom(12.9, 77.6, 85.06, 86, 89.99, 90, -86, 91, -181, 1e300, null, "", "12.9", true),
      fc.double(),
      fc.string(),
      fc.jsonValue(),
    );
    const points = fc.record(
      { lat: value, lng: value, accuracy: value, heading: value, speed: value, recordedAt: value, seq: value },
      { requiredKeys: [] },
    );
    const messages = fc.oneof(
      points.map((one) => JSON.stringify(one)),
      fc.array(fc.oneof(points, fc.jsonValue()), { maxLength: 20 }).map((list) => JSON.stringify({ points: list })),
      fc.json(),
      fc.string({ unit: "binary" }),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    );
    let ws = await opened();
    let seq = Date.now() + 1_000;
    await fc.assert(
      fc.asyncProperty(messages, async (message) => {
        await ask(ws, message);
      }),
      { numRuns: RUNS },
    );
    ws.close();
    ws = await opened();
    // Whatever was believed of it, the rider is where the phone says again.
    for (let again = 0; again < 2; again += 1) await ask(ws, JSON.stringify(point({ seq: (seq += 1) })));
    expect(await ask(ws, JSON.stringify(point({ seq: (seq += 1) })))).toHaveProperty("accepted");
    expect(riderId).not.toBe("");
    ws.close();
  });

  test("of bytes that are no WebSocket ends, and nobody else's does", async () => {
    const other = await opened();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 2, maxLength: 400 }), async (bytes) => {
        const ws = await opened();
        const closed = once(ws, "close");
        const raw = (ws as unknown as { _socket: Socket })._socket;
        raw.write(Buffer.from(bytes));
        raw.end();
        await closed;
      }),
      { numRuns: Math.ceil(RUNS / 10) },
    );
    expect(await ask(other, JSON.stringify(point({ seq: Date.now() + 1_000_000 })))).toHaveProperty("accepted");
    other.close();
  });
});
