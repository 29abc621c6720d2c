import { afterAll, beforeAll, beforeEach, expect, inject, it } from "vitest";
import { acceptOffer } from "./answer-offer.ts";
import { createCityDispatcher } from "./city-dispatcher.ts";
import { createCityMatcher } from "./city-matcher.ts";
import { matchCity } from "./match-city.ts";
import { defaultDispatchSettings } from "./services.ts";
import { createDispatchWorld, type DispatchWorld } from "./testing/dispatch-world.ts";

let world: DispatchWorld;
const matched: string[] = [];
const failures: unknown[] = [];
beforeAll(async () => {
  world = await createDispatchWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    40,
  );
});
beforeEach(() => {
  matched.length = 0;
  failures.length = 0;
});
afterAll(() => world.close());

function dispatcher(match: (cityId: string) => Promise<unknown> = () => Promise.resolve()) {
  const matcher = createCityMatcher(world.db, async (cityId) => {
    matched.push(cityId);
    return match(cityId);
  });
  return createCityDispatcher(world.db, matcher, (error) => failures.push(error));
}
const real = (cityId: string) => matchCity(world.services, cityId, defaultDispatchSettings, new Date());

it("asks a rider about an order that nobody's event spoke of, and leaves the city alone while that is open", async () => {
  const { cityId, orderId, riderIds } = await world.open();
  const cities = dispatcher(real);
  await cities.sweep();
  expect(matched).toContain(cityId);
  const offer = { orderId, riderId: riderIds[0] };
  expect((await world.offersOf(orderId)).map(({ riderId, status }) => ({ orderId, riderId, status }))).toEqual([
    { ...offer, status: "PENDING" },
  ]);

  matched.length = 0;
  await cities.sweep();
  expect(matched).not.toContain(cityId);
  const [made] = await world.offersOf(orderId);
  await acceptOffer(world.services, { ...made!, now: new Date() });
  await cities.sweep();
  expect(matched).not.toContain(cityId);
});

it("knows the city of an order that somebody declined", async () => {
  const { cityId, orderId } = await world.open();
  const cities = dispatcher();
  await cities.wakeForOrders([orderId]);
  await expect.poll(() => matched).toEqual([cityId]);
});

it("tells of a round that failed once, however many waited for it, and goes on with the other cities", async () => {
  const [broken, sound] = [await world.open(), await world.open()];
  const cities = dispatcher((cityId) =>
    cityId === broken.cityId ? Promise.reject(new Error("the map is gone")) : Promise.resolve(),
  );
  cities.wake(broken.cityId);
  await cities.sweep();
  expect(matched).toContain(sound.cityId);
  await expect.poll(() => failures.length).toBeGreaterThan(0);
  expect(failures.length).toBe(matched.filter((cityId) => cityId === broken.cityId).length);
});
