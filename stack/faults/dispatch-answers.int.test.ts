import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import {
  carriedBy,
  mistakesInDispatch,
  rescuedOrders,
  secondsToNextStep,
  standingOf,
  withoutExpired,
} from "./testing/dispatch-books.ts";
import { createFaultWorld, type FaultWorld } from "./testing/fault-world.ts";
import type { GateCall } from "./testing/http-gate.ts";
import { foundTown, type OpenOffer } from "./testing/riders.ts";

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
const town = (...clocksAheadMs: [number, number] | []) =>
  foundTown(world, over.signal, clocksAheadMs.length === 0 ? undefined : clocksAheadMs);
/** Until so long before the offer's end (after it, when negative). */
const untilBeforeTheEnd = ({ expiresAt }: OpenOffer, ms: number) =>
  sleep(Math.max(0, Date.parse(expiresAt) - ms - Date.now()));
const LATE = ["409 OFFER_EXPIRED", "409 OFFER_SUPERSEDED"];

describe.concurrent("an accept", () => {
  it("counts once, from whom the offer with that number was made to, and from nobody else", async () => {
    const { first, second, offered } = await town();
    const { orderId, offer } = await offered();
    const { rideId, offerSeq: old } = offer;
    expect(await second.answer("accept", offer)).toBe("409 OFFER_TAKEN");
    expect(await first.answer("decline", offer)).toBe("200");
    const { offerSeq: now } = await second.nextOffer();
    expect(now).toBe(old + 1);

    expect(await first.answer("accept", { rideId, offerSeq: old })).toBe("409 OFFER_SUPERSEDED");
    expect(await first.answer("accept", { rideId, offerSeq: now })).toBe("409 OFFER_TAKEN");
    expect(await second.answer("accept", { rideId, offerSeq: old })).toBe("409 OFFER_TAKEN");
    expect(await second.answer("accept", { rideId, offerSeq: now + 1 })).toBe("409 OFFER_EXPIRED");
    const twice = await Promise.all([
      second.answer("accept", { rideId, offerSeq: now }),
      second.answer("accept", { rideId, offerSeq: now }),
    ]);
    expect(twice.toSorted()).toEqual(["200", "409 OFFER_TAKEN"]);
    expect(await second.answer("accept", { rideId, offerSeq: now })).toBe("409 OFFER_TAKEN");
    expect(await second.answer("decline", { rideId, offerSeq: now })).toBe("409 OFFER_TAKEN");
    expect(await standingOf(world, orderId)).toEqual(carriedBy(second.riderId, "DECLINED"));
  });

  it("a tenth of a second before the end counts if it was in time when it arrived, and never otherwise", async () => {
    const { first, second, offered } = await town();
    const { orderId, offer } = await offered();
    await untilBeforeTheEnd(offer, 100);
    const said = await first.answer("accept", offer);
    if (said === "200") {
      expect(await standingOf(world, orderId)).toEqual(carriedBy(first.riderId));
      const [row] = await world.db.$client`
        select bool_and(settled_at <= expires_at) as "inTime" from offers where order_id = ${orderId}`;
      expect(row).toEqual({ inTime: true });
    } else {
      expect(LATE).toContain(said);
      await second.takesWhatComes();
      expect(withoutExpired(await standingOf(world, orderId))).toEqual(carriedBy(second.riderId));
    }
  });

  it("a tenth of a second after the end is too late, and the next rider is asked", async () => {
    const { first, second, offered } = await town();
    const { orderId, offer } = await offered();
    await untilBeforeTheEnd(offer, -100);
    expect(LATE).toContain(await first.answer("accept", offer));
    const seconds = await secondsToNextStep(world, orderId, new Date(offer.expiresAt));
    expect(seconds).toBeLessThanOrEqual(MOVES_ON_WITHIN);
    await second.takesWhatComes();
    expect(withoutExpired(await standingOf(world, orderId))).toEqual(carriedBy(second.riderId));
    // Now that somebody has it, the late one is told so.
    expect(await first.answer("accept", offer)).toBe("409 OFFER_TAKEN");
  });
});

describe.concurrent("a rider whose phone's clock is wrong by five seconds", () => {
  it("and ahead is asked, and has the whole ten seconds: the server's clock counts", async () => {
    const { first, offered } = await town(5_000, 0);
    const { orderId, offer } = await offered();
    // By the phone's clock the offer has ended.
    await untilBeforeTheEnd(offer, 4_000);
    expect(await first.answer("accept", offer)).toBe("200");
    expect(await standingOf(world, orderId)).toEqual(carriedBy(first.riderId));
  });

  it("and behind is asked, and has no more than ten seconds", async () => {
    const { first, second, offered } = await town(-5_000, -5_000);
    const { orderId, offer } = await offered();
    // By the phone's clock there is time left.
    await untilBeforeTheEnd(offer, -500);
    expect(LATE).toContain(await first.answer("accept", offer));
    await second.takesWhatComes();
    expect(withoutExpired(await standingOf(world, orderId))).toEqual(carriedBy(second.riderId));
  });
});

describe("an event that is lost", () => {
  const namesIn = ({ path, body }: GateCall): string[] =>
    path.startsWith("/e/") ? (JSON.parse(body) as { name: string }[]).map(({ name }) => name) : [];

  it("costs one waiting time, and nothing else: the rows decide", async () => {
    const { first, second, offered } = await town();
    // Neither does the rider hear of the offer, nor does the order's run hear of the answer.
    const lost = [
      world.live.swallow(
        ({ body }) => body.includes(`private-rider-${first.riderId}`),
        () => ({ ok: true }),
      ),
      world.events.swallow(
        (call) => namesIn(call).length > 0 && namesIn(call).every((name) => name === "offer/settled"),
        (call) => ({ status: 200, ids: namesIn(call) }),
      ),
    ];
    const { orderId, offer } = await offered();
    expect(await first.answer("decline", offer)).toBe("200");
    const declinedAt = new Date();
    expect(await secondsToNextStep(world, orderId, declinedAt)).toBeLessThanOrEqual(MOVES_ON_WITHIN);
    await second.takesWhatComes();
    expect(withoutExpired(await standingOf(world, orderId))).toEqual(carriedBy(second.riderId, "DECLINED"));
    for (const end of lost) end();
  });
});

describe("two workers", () => {
  it("share the work, ask nobody twice, and one goes on when the other is killed", async () => {
    await world.anotherWorker();
    const towns = await Promise.all([town(), town(), town()]);
    const asked = await Promise.all(towns.map(({ offered }) => offered()));
    await world.worker.kill();
    const killed = new Date();
    await Promise.all(towns.map(({ first }, index) => first.answer("decline", asked[index]!.offer)));
    const waits = await Promise.all(asked.map(({ orderId }) => secondsToNextStep(world, orderId, killed)));
    expect(Math.max(...waits)).toBeLessThanOrEqual(MOVES_ON_WITHIN);
    await Promise.all(towns.map(({ second }) => second.takesWhatComes()));
    for (const [index, { orderId }] of asked.entries()) {
      const standing = withoutExpired(await standingOf(world, orderId));
      expect(standing).toEqual(carriedBy(towns[index]!.second.riderId, "DECLINED"));
    }
    await world.worker.start();
  }, 240_000);
});

describe("after all of it", () => {
  it("no order has two riders, nobody was asked twice at once, and nobody had to be rescued", async () => {
    expect(await mistakesInDispatch(world)).toEqual([]);
    expect(await rescuedOrders(world)).toEqual([]);
  });
});
