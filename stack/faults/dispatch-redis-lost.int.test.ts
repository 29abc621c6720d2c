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
import { foundTown } from "./testing/riders.ts";

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
      await meanwhile().finally(() => world.redis.start());
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

      await loseDuring(async () => {
        // The locks are gone; what was offered still counts, and nothing else does.
        const answers = await Promise.all([
          accepting.second.insist("accept", accepted.offer),
          accepting.first.insist("accept", accepted.offer),
          declining.first.insist("decline", declined.offer),
        ]);
        expect(answers).toEqual(["409 OFFER_TAKEN", "200", "200"]);
        lateOrder = await late.order();
      });
      const back = new Date();

      const orderIds = [unanswered.orderId, accepted.orderId, declined.orderId, lateOrder];
      const waits = Promise.all(
        [unanswered.orderId, declined.orderId, lateOrder].map((orderId) => secondsToNextStep(world, orderId, back)),
      );
      for (const rider of [silent.second, declining.second, late.first]) {
        void rider.takesWhatComes().catch(() => undefined);
      }
      const standings = () => Promise.all(orderIds.map((orderId) => standingOf(world, orderId)));
      await eventually(async () => (await standings()).every(({ status }) => status === "ASSIGNED"));
      expect(Math.max(...(await waits))).toBeLessThanOrEqual(MOVES_ON_WITHIN);
      expect((await standings()).map(withoutExpired)).toEqual([
        carriedBy(silent.second.riderId),
        carriedBy(accepting.first.riderId),
        carriedBy(declining.second.riderId, "DECLINED"),
        carriedBy(late.first.riderId),
      ]);
      expect(await mistakesInDispatch(world)).toEqual([]);
      expect(await rescuedOrders(world)).toEqual([]);
    },
    180_000,
  );
});
