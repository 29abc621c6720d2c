import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { outbox } from "@tiffin/db/schema/outbox";
import { transitionOrder } from "../lifecycle/index.ts";
import { acceptOffer } from "./answer-offer.ts";
import { dispatchRound, firstWaitSeconds } from "./dispatch-round.ts";
import { matchCity } from "./match-city.ts";
import { cancelUnanswered, releaseSilentRiders, rescueUndispatched } from "./rescue.ts";
import { defaultDispatchSettings } from "./services.ts";
import { createDispatchWorld, type DispatchWorld } from "./testing/dispatch-world.ts";

let world: DispatchWorld;
beforeAll(async () => {
  world = await createDispatchWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    8,
  );
});
afterAll(() => world.close());

const after = (seconds: number) => new Date(Date.now() + seconds * 1_000);
const topicsOf = async (orderId: string) =>
  (
    await world.db
      .select({ topic: outbox.topic })
      .from(outbox)
      .where(eq(outbox.subjectId, orderId))
      .orderBy(desc(outbox.position))
  ).map(({ topic }) => topic);

it("an order that no run looks after is handed to dispatch again; one that is looked after is left alone", async () => {
  const { orderId } = await world.open();
  const looked = await world.open();
  const rescue = (now: Date) => rescueUndispatched(world.services, defaultDispatchSettings, now);
  const firstTurn = firstWaitSeconds(defaultDispatchSettings);
  expect(await rescue(after(firstTurn))).toBe(0);
  await world.redis.flushdb();
  await dispatchRound(world.services, looked.orderId, defaultDispatchSettings, new Date());
  await rescue(after(firstTurn + 70));
  expect(await topicsOf(orderId)).toContain("dispatch/requested");
  expect(await topicsOf(looked.orderId)).not.toContain("dispatch/requested");
  expect(await rescue(after(firstTurn + 130)), "the new run is waited for").toBe(0);
});

it("an order that its kitchen leaves unanswered is cancelled, one that it took is not", async () => {
  const silent = await world.open();
  const taken = await world.open();
  await transitionOrder(world.db, {
    orderId: taken.orderId,
    command: { type: "accept", prepMinutes: 20 },
    actor: { type: "staff", id: taken.staffId },
    now: new Date(),
  });
  await cancelUnanswered(world.services, after(60));
  expect(await world.order(silent.orderId)).toMatchObject({ status: "CONFIRMED" });
  await cancelUnanswered(world.services, after(301));
  expect(await world.order(silent.orderId)).toMatchObject({ status: "CANCELLED", cancelReason: "kitchen_silent" });
  expect(await world.order(taken.orderId)).toMatchObject({ status: "CONFIRMED" });
});

it("a ride whose rider fell silent on the way goes back to dispatch", async () => {
  const { orderId, cityId } = await world.open();
  const {
    offers: [offer],
  } = await matchCity(world.services, cityId, defaultDispatchSettings, new Date());
  if (offer === undefined) throw new Error("nobody was asked");
  await acceptOffer(world.services, { ...offer, now: new Date() });
  expect(await releaseSilentRiders(world.services, 600, after(300))).toBe(0);
  expect(await releaseSilentRiders(world.services, 600, after(601))).toBe(1);
  expect(await world.order(orderId)).toMatchObject({ status: "CONFIRMED", riderId: null });
  expect((await world.offersOf(orderId)).map(({ status }) => status)).toEqual(["RELEASED"]);
  expect((await topicsOf(orderId))[0]).toBe("dispatch/requested");
});
