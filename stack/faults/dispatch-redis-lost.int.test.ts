import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import {
  carriedBy,
  mistakesInDispatch,
  rescuedOrders,
  secondsToNextStep,
  sixSecondsPass,
  standingOf,
  withoutExpired,
} from "./testing/dispatch-books.ts";
import { eventually } from "./testing/eventually.ts";
import { createFaultWorld, type FaultWorld } from "./testing/fault-world.ts";
import { areOpen, foundTown } from "./testing/riders.ts";

const MOVES_ON_WITHIN = 15;

let world: FaultWorld;
const over = new AbortController();
beforeAll(async () => {
  world = await createFaultWorld({ postgresUrl: inject("postgresUrl"), soketi: inject("soketi") });
}, 240_000);
afterAll(async () => {
  over.abort();
  await world.close();
});

async function flush(): Promise<void> {
  const redis = new Redis(world.redisUrl);
  await redis.flushall();
  redis.disconnect();
}

const LOSSES: readonly (readonly [string, (meanwhile: () => Promise<unknown>) => Promise<void>])[] = [
  [
    "forgets everything",
    async (meanwhile) => {
      await flush();
      await meanwhile();
    },
  ],
  [
    "is killed, and comes back empty",
    async (meanwhile) => {
      await world.redis.end("SIGKILL");
      try {
        await meanwhile();
      } finally {
        await world.redis.start();
      }
    },
  ],
];

describe("while offers are open, Redis", () => {
  it.each(LOSSES)(
    "%s: each order has one rider, nobody is asked twice, and none waits",
    async (_, loseDuring) => {
      const town = () => foundTown(world, over.signal);
      const [silent, accepting, declining, late] = await Promise.all([town(), town(), town(), town()]);
      const [unanswered, accepted, declined] = await Promise.all([
        silent.offered(),
        accepting.offered(),
        declining.offered(),
      ]);
      await sixSecondsPass(world, unanswered.orderId);
      let lateOrder = "";
      let isInTime = false;

      await loseDuring(async () => {
        // The locks are gone; what was offered still counts, and nothing else does.
        const said = await Promise.all([
          accepting.second.insist("accept", accepted.offer),
          accepting.first.insist("accept", accepted.offer),
          declining.first.insist("decline", declined.offer),
        ]);
        isInTime = areOpen(accepted, declined);
        if (isInTime) expect(said).toEqual(["409 OFFER_TAKEN", "200", "200"]);
        lateOrder = await late.order();
      });
      const back = new Date();

      const orderIds = [unanswered.orderId, accepted.orderId, declined.orderId, lateOrder];
      const settled = new AbortController();
      const takers = [silent.second, declining.second, late.first];
      // On a slow machine they were late: then the order is offered again.
      if (!isInTime) takers.push(accepting.first, accepting.second);
      const taking = takers.map((rider) => rider.takesWhatComes(settled.signal));
      const waits = await Promise.all(
        [unanswered.orderId, lateOrder].map((orderId) => secondsToNextStep(world, orderId, back)),
      );
      expect(Math.max(...waits)).toBeLessThanOrEqual(MOVES_ON_WITHIN);
      const standings = () => Promise.all(orderIds.map((orderId) => standingOf(world, orderId)));
      await eventually(async () => (await standings()).every(({ status }) => status === "ASSIGNED"));
      settled.abort();
      await Promise.all(taking);

      const [first, second, third, fourth] = (await standings()).map(withoutExpired);
      expect(first).toEqual(carriedBy(silent.second.riderId));
      expect(fourth).toEqual(carriedBy(late.first.riderId));
      if (isInTime) {
        expect(second).toEqual(carriedBy(accepting.first.riderId));
        expect(third).toEqual(carriedBy(declining.second.riderId, "DECLINED"));
      }
      expect(await mistakesInDispatch(world)).toEqual([]);
      expect(await rescuedOrders(world)).toEqual([]);
    },
    180_000,
  );
});
