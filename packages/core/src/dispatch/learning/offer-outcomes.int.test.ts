import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { acceptOffer, declineOffer } from "../answer-offer.ts";
import { matchCity } from "../match-city.ts";
import { arrived } from "../ride-taps.ts";
import { defaultDispatchSettings } from "../services.ts";
import { expireOffers } from "../settle-offer.ts";
import { createDispatchWorld, type DispatchWorld } from "../testing/dispatch-world.ts";
import { offerOutcomes } from "./offer-outcomes.ts";

let world: DispatchWorld;
beforeAll(async () => {
  world = await createDispatchWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    12,
  );
});
afterAll(() => world.close());

const after = (seconds: number) => new Date(Date.now() + seconds * 1_000);
async function ask() {
  const { cityId } = await world.open();
  const [offer] = (await matchCity(world.services, cityId, defaultDispatchSettings, new Date())).offers;
  if (offer === undefined) throw new Error("nobody was asked");
  return offer;
}

it("of each question is known what was known before, whether it was taken, and when the rider stood at the counter", async () => {
  const since = new Date();
  const taken = await ask();
  await acceptOffer(world.services, { ...taken, now: new Date() });
  await arrived(world.db, { rideId: taken.rideId, riderId: taken.riderId, now: after(240) });
  const declined = await ask();
  await declineOffer(world.services, { ...declined, now: new Date() });
  await ask();
  await expireOffers(world.services, after(30));
  // Still open: nobody knows yet.
  await ask();

  const outcomes = await offerOutcomes(world.db, since);
  expect(outcomes.map(({ isAccepted }) => isAccepted)).toEqual([true, false, false]);
  expect(outcomes[0]?.pickupSeconds).toBeCloseTo(240, -1);
  expect(outcomes.slice(1).map(({ pickupSeconds }) => pickupSeconds)).toEqual([null, null]);
  expect(outcomes[0]?.features).toMatchObject({ orders: 1, offersMade: 0, askedBefore: 0 });
  expect(outcomes[0]?.features.rideSeconds).toBeGreaterThan(0);
  expect(await offerOutcomes(world.db, after(60))).toEqual([]);
});
