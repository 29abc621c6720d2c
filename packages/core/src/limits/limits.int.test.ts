import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { closeRedis, openRedis, type RedisClient } from "../redis/index.ts";
import { createLimits, LIMITS } from "./index.ts";

let redis: RedisClient;
beforeAll(async () => {
  redis = openRedis(inject("redisUrl"), { name: "limits-test" });
  // Until then each gateway counts by itself.
  await redis.ping();
});
afterAll(() => closeRedis(redis));

test("a user's calls are counted over all gateways, by the handful", async () => {
  const gateways = [createLimits(redis), createLimits(redis)];
  const user = randomUUID();
  const { points, handful } = LIMITS.callsPerUser;
  const outcomes = await Promise.allSettled(
    Array.from({ length: points + 300 }, (_, call) => gateways[call % 2]!.consume("callsPerUser", user)),
  );
  const taken = outcomes.filter(({ status }) => status === "fulfilled").length;
  // Each may keep a part of its last handful.
  expect(taken).toBeLessThanOrEqual(points);
  expect(taken).toBeGreaterThan(points - 2 * handful);
  await expect(gateways[0]!.consume("callsPerUser", user)).rejects.toMatchObject({ code: "RATE_LIMITED" });
});

test("what is dear is counted one by one", async () => {
  const limits = createLimits(redis);
  const phone = randomUUID();
  const { points } = LIMITS.otpPerPhone;
  for (let call = 0; call < points; call += 1) await limits.consume("otpPerPhone", phone);
  await expect(limits.consume("otpPerPhone", phone)).rejects.toMatchObject({ code: "RATE_LIMITED" });
});
