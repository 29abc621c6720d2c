import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { rideSchema } from "@tiffin/domain/wire/riders";
import {
  acceptOffer,
  assemble,
  clearTheDesk,
  goOffline,
  goOnline,
  placeOrder,
  rideAlong,
  statusIs,
  waitForOffer,
  type Cast,
} from "./src/actors.ts";
import { eventually } from "./src/eventually.ts";
import { readStack } from "./src/read-stack.ts";
import type { Stack } from "./src/stack.ts";

const stackFile = inject("stackFile");
let stack: Stack;
let cast: Cast;
beforeAll(async () => {
  stack = await readStack(stackFile);
  cast = await assemble(stack, 2);
  await clearTheDesk(cast);
});
afterAll(() => goOffline(cast.rider));

/** kill -9, and wait until the supervisor has put a new one in its place that answers. */
async function killAndSeeReplaced(name: "worker" | "workflows"): Promise<void> {
  const before = (await readStack(stackFile)).pids[name] ?? 0;
  process.kill(before, "SIGKILL");
  await eventually(
    `${name} is back`,
    async () => {
      const now = await readStack(stackFile);
      return now.pids[name] !== before && (await fetch(`${now.urls[name]}/healthz`)).ok;
    },
    { seconds: 60 },
  );
}

describe("a process that dies", () => {
  it("strands no order: the worker between offer and accept, the workflow engine between accept and pick-up", async () => {
    const { id, restaurant, pin } = await placeOrder(cast);
    await goOnline(cast.rider);
    const offer = await waitForOffer(cast.rider, restaurant.location, 90);

    await killAndSeeReplaced("worker");
    // The offer may have run out meanwhile; a new round makes another.
    const ride = await eventually(
      "an accepted offer",
      async () => {
        const current = await waitForOffer(cast.rider, restaurant.location, 30).catch(() => offer);
        return acceptOffer(cast.rider, current);
      },
      { seconds: 120, everyMs: 1_000 },
    );

    expect(ride.orderId).toBe(id);

    await killAndSeeReplaced("workflows");
    await cast.staff.post(z.unknown(), `/v1/kitchen/orders/${id}/accept`, { prepMinutes: 5 });
    await cast.staff.post(z.unknown(), `/v1/kitchen/orders/${id}/ready`);
    await statusIs(cast.customer, id, "READY");
    const carried = await cast.rider.post(rideSchema, `/v1/rides/${ride.id}/picked-up`);
    await rideAlong(cast.rider, carried.route.polyline);
    await cast.rider.post(rideSchema, `/v1/rides/${ride.id}/delivered`, { pin });
    await statusIs(cast.customer, id, "DELIVERED");
  });
});
