import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { insertUser } from "@tiffin/db/testing/fixtures";
import { learnedScorer, type DispatchModel } from "@tiffin/domain/dispatch/learned-scorer";
import { plannerPolicy } from "@tiffin/domain/dispatch/policy";
import { declineOffer, defaultDispatchSettings, keepModel, matchCity } from "../dispatch/index.ts";
import { createDispatchWorld, type DispatchWorld } from "../dispatch/testing/dispatch-world.ts";
import { dispatchReasons, replayRound } from "./index.ts";
import { operatorOf, payOrder, refusal } from "./testing/ops-world.ts";

let world: DispatchWorld;
let opsId: string;
beforeAll(async () => {
  world = await createDispatchWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    41,
  );
  opsId = await insertUser(world.db, "ops", "Farah");
});
afterAll(() => world.close());

async function open(options?: Parameters<DispatchWorld["open"]>[0]) {
  const opened = await world.open(options);
  await payOrder(world.db, opened.orderId);
  return opened;
}
const match = (cityId: string, settings = defaultDispatchSettings) =>
  matchCity(world.services, cityId, settings, new Date());

test("an operator sees who came next, and has the round planned again", async () => {
  const { cityId, orderId } = await open({ riders: 3, metersApart: 400 });
  await match(cityId);
  const { offers, waiting } = await dispatchReasons(world, opsId, orderId);
  expect(waiting).toBeNull();
  expect(offers).toMatchObject([{ seq: 1, orders: 1 }]);
  const [{ cost, alternatives, decisionId } = { cost: null, alternatives: [], decisionId: null }] = offers;
  expect(alternatives).toHaveLength(2);
  for (const next of alternatives) expect(next.cost).toBeGreaterThan(cost ?? Number.NaN);
  const replayed = await replayRound(world, opsId, { orderId, decisionId: decisionId ?? "" });
  expect(replayed).toMatchObject({ questions: 1, isReplayed: true, isSame: true });
});

test("an operator has a round planned again that a learned model decided, once a worker has kept that model", async () => {
  const losses = { logLoss: 0.3, brier: 0.1, auc: 0.9 };
  const model: DispatchModel = {
    version: "learned-2027-03-01-200000",
    trainedAt: "2027-03-01T20:00:00.000Z",
    // Of these riders only the last is thought to come, whatever the way.
    acceptance: { intercept: -16, weights: { rideMinutes: 10 } },
    pickup: null,
    metrics: {
      acceptance: { trainedOn: 160, testedOn: 40, learned: losses, handSet: losses, reliability: [] },
      pickup: null,
    },
  };
  const { cityId, orderId, riderIds } = await open({ riders: 3, metersApart: 300 });
  const settings = { ...defaultDispatchSettings, scorer: learnedScorer(model) };
  const policy = { ...plannerPolicy, weights: { ...plannerPolicy.weights, declined: 5_000 } };
  const [offer] = (await match(cityId, { ...settings, policy })).offers;
  expect(offer).toMatchObject({ riderId: riderIds.at(-1), features: { scorer: model.version } });
  const { offers } = await dispatchReasons(world, opsId, orderId);
  const replay = () => replayRound(world, opsId, { orderId, decisionId: offers[0]?.decisionId ?? "" });
  expect(await replay()).toMatchObject({ isReplayed: false, isSame: false });
  await keepModel(world.db, model);
  expect(await replay()).toMatchObject({ questions: 1, isReplayed: true, isSame: true });
});

test("an operator sees why nobody is being asked", async () => {
  const { cityId, orderId } = await open({ riders: 1 });
  const [offer] = (await match(cityId)).offers;
  if (offer === undefined) throw new Error("nobody was asked");
  await declineOffer(world.services, { ...offer, now: new Date(), reason: "too_far" });
  await match(cityId);
  expect((await dispatchReasons(world, opsId, orderId)).waiting).toMatchObject({ why: "no_rider_in_reach" });
});

test("a round is shown with an order that it was about, to who works in that city", async () => {
  const own = await open();
  const foreign = await open();
  await match(own.cityId);
  await match(foreign.cityId);
  const localId = await operatorOf(world.db, own.cityId);
  const decisionOf = async (orderId: string) =>
    (await dispatchReasons(world, opsId, orderId)).offers[0]?.decisionId ?? "";
  const [ownRound, foreignRound] = [await decisionOf(own.orderId), await decisionOf(foreign.orderId)];
  expect(await refusal(dispatchReasons(world, localId, foreign.orderId))).toBe("NOT_FOUND");
  const ask = (orderId: string, decisionId: string) => refusal(replayRound(world, localId, { orderId, decisionId }));
  expect(await ask(own.orderId, ownRound)).toBe("done");
  expect(await ask(foreign.orderId, foreignRound)).toBe("NOT_FOUND");
  expect(await ask(own.orderId, foreignRound)).toBe("NOT_FOUND");
});
