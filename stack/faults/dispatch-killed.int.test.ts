import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { eventually } from "./testing/eventually.ts";
import {
  carriedBy,
  mistakesInDispatch,
  rescuedOrders,
  secondsToNextStep,
  sixSecondsPass,
  standingOf,
  withoutExpired,
} from "./testing/dispatch-books.ts";
import { createFaultWorld, type FaultWorld } from "./testing/fault-world.ts";
import { areOpen, foundTown } from "./testing/riders.ts";

/** An order moves on within so many seconds of the fault's end. */
const MOVES_ON_WITHIN = 15;

let world: FaultWorld;
const over = new AbortController();
beforeAll(async () => {
  world = await createFaultWorld({
    postgresUrl: inject("postgresUrl"),
    soketi: inject("soketi"),
    ownSoketi: true,
  });
}, 240_000);
afterAll(async () => {
  over.abort();
  await world.close();
});

interface Victim {
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Whether riders and customers find the door open meanwhile. */
  readonly isDoorOpen: boolean;
}

const VICTIMS: readonly (readonly [string, () => Victim])[] = [
  ["worker", () => ({ ...world.worker, isDoorOpen: true })],
  ["workflow engine", () => ({ ...world.engine, isDoorOpen: true })],
  ["gateway", () => ({ ...world.gateway, isDoorOpen: false })],
  [
    "Soketi",
    () => ({
      kill: () => world.soketi!.end("SIGKILL"),
      start: () => world.soketi!.start(),
      isDoorOpen: true,
    }),
  ],
];

describe("while offers are open, kill -9 hits the", () => {
  it.each(VICTIMS)(
    "%s: each order finds one rider, and none waits",
    async (_, victimOf) => {
      const victim = victimOf();
      const town = () => foundTown(world, over.signal);
      const [silent, accepting, hasty, declining, late] = await Promise.all([town(), town(), town(), town(), town()]);
      const [unanswered, accepted, tapped, declined] = await Promise.all([
        silent.offered(),
        accepting.offered(),
        hasty.offered(),
        declining.offered(),
      ]);

      await sixSecondsPass(world, unanswered.orderId);

      await victim.kill();
      const door = victim.isDoorOpen ? Promise.resolve() : victim.start();
      const lateOrder = door.then(() => late.order());
      const said = await Promise.all([
        accepting.first.insist("accept", accepted.offer),
        hasty.first.insist("accept", tapped.offer),
        hasty.first.insist("accept", tapped.offer),
        hasty.second.insist("accept", tapped.offer),
        declining.first.insist("decline", declined.offer),
      ]);
      // At a closed door, or on a slow machine, they may be late: then the order is offered again.
      const isInTime = areOpen(accepted, tapped, declined);
      if (isInTime) {
        expect([said[0], said.slice(1, 3).toSorted(), ...said.slice(3)]).toEqual([
          "200",
          ["200", "409 OFFER_TAKEN"],
          "409 OFFER_TAKEN",
          "200",
        ]);
      }
      const lateId = await lateOrder;
      if (victim.isDoorOpen) await victim.start();
      const back = new Date();

      // Whoever is asked next hears of it at the door, and takes it.
      const orderIds = [unanswered.orderId, accepted.orderId, tapped.orderId, declined.orderId, lateId];
      const settled = new AbortController();
      const takers = [silent.second, accepting.second, hasty.second, declining.second, late.first];
      if (!isInTime) takers.push(accepting.first, hasty.first);
      const taking = takers.map((rider) => rider.takesWhatComes(settled.signal));
      const waits = await Promise.all(
        [unanswered.orderId, lateId].map((orderId) => secondsToNextStep(world, orderId, back)),
      );
      expect(Math.max(...waits)).toBeLessThanOrEqual(MOVES_ON_WITHIN);
      const standings = () => Promise.all(orderIds.map((orderId) => standingOf(world, orderId)));
      await eventually(async () => (await standings()).every(({ status }) => status === "ASSIGNED"));
      settled.abort();
      await Promise.all(taking);

      const [first, second, third, fourth, fifth] = (await standings()).map(withoutExpired);
      expect(first).toEqual(carriedBy(silent.second.riderId));
      expect(fifth).toEqual(carriedBy(late.first.riderId));
      if (isInTime) {
        expect(second).toEqual(carriedBy(accepting.first.riderId));
        expect(third).toEqual(carriedBy(hasty.first.riderId));
        expect(fourth).toEqual(carriedBy(declining.second.riderId, "DECLINED"));
      }
      expect(await mistakesInDispatch(world)).toEqual([]);
      // Each went on by its own run.
      expect(await rescuedOrders(world)).toEqual([]);
    },
    180_000,
  );
});
