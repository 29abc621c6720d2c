import { eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { restaurants } from "@tiffin/db/schema/catalog";
import { riders, rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { insertKitchen, insertOrderAt, type FixtureKitchen } from "@tiffin/db/testing/fixtures";
import { isDomainError } from "@tiffin/domain/errors";
import { destination } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import { transitionOrder } from "../lifecycle/index.ts";
import { acceptOffer } from "./answer-offer.ts";
import { assignByHand } from "./assign-by-hand.ts";
import { currentRides } from "./current-rides.ts";
import { makeOffer } from "./make-offer.ts";
import { arrived, delivered, pickedUp } from "./ride-taps.ts";
import { createDispatchWorld, type DispatchWorld } from "./testing/dispatch-world.ts";

let world: DispatchWorld;
beforeAll(async () => {
  world = await createDispatchWorld(
    { postgresUrl: inject("postgresUrl"), redisUrl: inject("redisUrl"), soketi: inject("soketi") },
    14,
  );
});
afterAll(() => world.close());

const ops = { type: "ops", id: null } as const;
const code = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
    return "OK";
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
};
const give = (orderId: string, riderId: string) =>
  code(assignByHand(world.services, { orderId, riderId, actor: ops, now: new Date() }));
const ready = (orderId: string) =>
  transitionOrder(world.db, { orderId, command: { type: "mark-ready" }, actor: ops, now: new Date() });
const stopsOf = async (riderId: string) =>
  (await currentRides(world.services, riderId, new Date())).stops.map(({ kind, rideIds }) => [kind, ...rideIds]);
const rideId = async (orderId: string) => (await world.ride(orderId)).id;

/** One more restaurant of the same city, some meters north, with a paid order that is ready. */
async function orderElsewhere(kitchen: FixtureKitchen, metersNorth: number, dropoff?: Location): Promise<string> {
  const other = await insertKitchen(world.db);
  const { lat, lng } = destination(kitchen.location, 0, metersNorth);
  await world.db
    .update(restaurants)
    .set({ cityId: kitchen.cityId, lat, lng })
    .where(eq(restaurants.id, other.restaurantId));
  const { orderId } = await insertOrderAt(world.db, other, dropoff ?? destination(kitchen.location, 0, 2_000));
  await world.db.update(orders).set({ cityId: kitchen.cityId }).where(eq(orders.id, orderId));
  await transitionOrder(world.db, { orderId, command: { type: "confirm" }, actor: ops, now: new Date() });
  await ready(orderId);
  return orderId;
}

describe("an operator gives an order to a rider who carries others", () => {
  it("and its stops come among theirs: fetched together, brought where it lies on the way", async () => {
    const kitchen = await world.open();
    const [riderId] = kitchen.riderIds;
    const near = await world.orderAt(kitchen, destination(kitchen.location, 0, 500));
    const far = await world.orderAt(kitchen, destination(kitchen.location, 0, 3_000));
    const between = await world.orderAt(kitchen, destination(kitchen.location, 0, 1_500));
    expect(await give(far, riderId)).toBe("OK");
    expect(await give(near, riderId)).toBe("OK");
    expect(await give(between, riderId)).toBe("OK");
    const [n, b, f] = [await rideId(near), await rideId(between), await rideId(far)];
    expect(await stopsOf(riderId)).toEqual([
      ["pickup", n, b, f],
      ["dropoff", n],
      ["dropoff", b],
      ["dropoff", f],
    ]);
    for (const orderId of [near, between, far])
      expect(await world.order(orderId)).toMatchObject({ status: "ASSIGNED", riderId });
    // Three is what a rider carries, whoever says so.
    expect(await give(kitchen.orderId, riderId)).toBe("RIDER_BUSY");
    expect(await world.order(kitchen.orderId)).toMatchObject({ status: "CONFIRMED", riderId: null });
  });

  it("and another restaurant on the way is a stop of its own; giving it again changes nothing", async () => {
    const kitchen = await world.open();
    const [riderId] = kitchen.riderIds;
    await ready(kitchen.orderId);
    expect(await give(kitchen.orderId, riderId)).toBe("OK");
    const other = await orderElsewhere(kitchen, 600);
    expect(await give(other, riderId)).toBe("OK");
    const before = await stopsOf(riderId);
    expect(before.map(([kind]) => kind)).toEqual(["pickup", "pickup", "dropoff", "dropoff"]);
    expect(await give(other, riderId)).toBe("OK");
    expect(await stopsOf(riderId)).toEqual(before);
  });

  it("and the rider who stands at a counter is not sent away from it", async () => {
    const kitchen = await world.open();
    const [riderId] = kitchen.riderIds;
    await give(kitchen.orderId, riderId);
    const first = await rideId(kitchen.orderId);
    await arrived(world.db, { rideId: first, riderId, now: new Date() });
    const other = await orderElsewhere(kitchen, 60, destination(kitchen.location, 0, 100));
    expect(await give(other, riderId)).toBe("OK");
    expect((await stopsOf(riderId))[0]).toEqual(["pickup", first]);
  });

  it("with food on board only when it does not come too late for it; then all of it is delivered", async () => {
    const kitchen = await world.open();
    const [riderId] = kitchen.riderIds;
    await ready(kitchen.orderId);
    await give(kitchen.orderId, riderId);
    const onBoard = await rideId(kitchen.orderId);
    await pickedUp(world.db, { rideId: onBoard, riderId, now: new Date() });
    const remote = await orderElsewhere(kitchen, 9_000);
    expect(await give(remote, riderId)).toBe("RIDER_BUSY");
    const neighbour = await orderElsewhere(kitchen, 150);
    expect(await give(neighbour, riderId)).toBe("OK");
    const added = await rideId(neighbour);
    expect((await stopsOf(riderId))[0]).toEqual(["pickup", added]);
    await pickedUp(world.db, { rideId: added, riderId, now: new Date() });
    for (const orderId of [neighbour, kitchen.orderId]) {
      const { deliveryPin: pin } = await world.order(orderId);
      await delivered(world.services, { rideId: await rideId(orderId), riderId, pin, now: new Date() });
      expect(await world.order(orderId)).toMatchObject({ status: "DELIVERED" });
    }
  });

  it("not while their kitchens are far apart in time", async () => {
    const kitchen = await world.open();
    const [riderId] = kitchen.riderIds;
    const slow = await world.orderAt(kitchen);
    const accept = { type: "accept", prepMinutes: 40 } as const;
    await transitionOrder(world.db, { orderId: slow, command: accept, actor: ops, now: new Date() });
    await ready(kitchen.orderId);
    await give(kitchen.orderId, riderId);
    expect(await give(slow, riderId)).toBe("RIDER_BUSY");
  });

  it("up to what goes on a bicycle", async () => {
    const kitchen = await world.open();
    const [riderId] = kitchen.riderIds;
    await world.db.update(riders).set({ vehicle: "bicycle" }).where(eq(riders.userId, riderId));
    const answers = [await give(kitchen.orderId, riderId)];
    for (let n = 0; n < 2; n += 1) answers.push(await give(await world.orderAt(kitchen), riderId));
    expect(answers).toEqual(["OK", "OK", "RIDER_BUSY"]);
  });
});

describe("what always holds", () => {
  it("an answer to what was asked before counts no more: its way knows nothing of the new order", async () => {
    const kitchen = await world.open();
    const [riderId] = kitchen.riderIds;
    const second = await world.orderAt(kitchen);
    const third = await world.orderAt(kitchen);
    await give(kitchen.orderId, riderId);
    const [offer] =
      (await makeOffer(
        world.services,
        { riderId, carries: [kitchen.orderId], orders: [{ orderId: second, features: {} }] },
        new Date(),
      )) ?? [];
    if (offer === undefined) throw new Error("nobody was asked");
    expect(await give(third, riderId)).toBe("OK");
    expect(await code(acceptOffer(world.services, { ...offer, now: new Date() }))).toBe("OFFER_EXPIRED");
    expect(await world.order(second)).toMatchObject({ status: "CONFIRMED", riderId: null });
    expect((await world.offersOf(second)).map(({ status }) => status)).toEqual(["REVOKED"]);
  });

  it("many operators at once: nobody gets more than they can carry, no order two riders, every door a place of its own", async () => {
    const kitchen = await world.open({ riders: 2 });
    const ids = [kitchen.orderId];
    for (let n = 1; n < 8; n += 1) ids.push(await world.orderAt(kitchen, destination(kitchen.location, 0, 400 * n)));
    const [first, other = ""] = kitchen.riderIds;
    const answers = await Promise.all(ids.flatMap((orderId) => [give(orderId, first), give(orderId, other)]));
    expect(["OK", "RIDER_BUSY"]).toEqual(expect.arrayContaining([...new Set(answers)]));
    for (const riderId of [first, other]) {
      const own = await world.db.select().from(rides).where(eq(rides.riderId, riderId));
      expect(own.length).toBeGreaterThan(0);
      expect(own.length).toBeLessThanOrEqual(3);
      for (const { orderId } of own) expect(await world.order(orderId)).toMatchObject({ status: "ASSIGNED", riderId });
      expect(new Set(own.map(({ dropOrder }) => dropOrder)).size).toBe(own.length);
    }
  });

  it("accepts and hand assignments at the same moment wait for each other and never in a circle", async () => {
    const kitchen = await world.open({ riders: 2 });
    const carriers = await Promise.all(
      kitchen.riderIds.map(async (riderId, index) => {
        const [carried, offered, added] = [
          index === 0 ? kitchen.orderId : await world.orderAt(kitchen),
          await world.orderAt(kitchen),
          await world.orderAt(kitchen),
        ];
        expect(await give(carried, riderId)).toBe("OK");
        const question = { riderId, carries: [carried], orders: [{ orderId: offered, features: {} }] };
        const [offer] = (await makeOffer(world.services, question, new Date())) ?? [];
        if (offer === undefined) throw new Error("nobody was asked");
        return { riderId, offer, offered, added };
      }),
    );
    const blocked = async () => {
      const [row] = await world.db.$client<{ count: number }[]>`
        select count(*)::int from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      return row?.count ?? 0;
    };
    const { assigning, accepting } = await world.db.transaction(async (tx) => {
      // While the riders' rows are held, first all assignments queue up for them, and then all accepts.
      await tx
        .select()
        .from(riders)
        .where(inArray(riders.userId, [...kitchen.riderIds]))
        .for("update");
      const assigning = carriers.map(({ added, riderId }) => give(added, riderId));
      await expect.poll(blocked, { timeout: 10_000 }).toBe(carriers.length);
      const accepting = carriers.map(({ offer }) => code(acceptOffer(world.services, { ...offer, now: new Date() })));
      await expect.poll(blocked, { timeout: 10_000 }).toBe(2 * carriers.length);
      return { assigning, accepting };
    });
    expect(await Promise.all(assigning)).toEqual(carriers.map(() => "OK"));
    expect(await Promise.all(accepting)).toEqual(carriers.map(() => "OFFER_EXPIRED"));
    for (const { added, offered, riderId } of carriers) {
      expect(await world.order(added)).toMatchObject({ status: "ASSIGNED", riderId });
      expect(await world.order(offered)).toMatchObject({ status: "CONFIRMED", riderId: null });
    }
  });
});
