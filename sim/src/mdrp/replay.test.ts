import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { seededRandom } from "@tiffin/db/seed/random";
import { brokenRules } from "./check-replay.ts";
import type { Instance, Place } from "./instance.ts";
import { nearestRider as greedy, publicDays } from "./policies.ts";
import { readColombiaInstance } from "./read-colombia.ts";
import { readMdrpInstance } from "./read-mdrp.ts";
import { replay, type ReplayOptions } from "./replay.ts";
import { summarise } from "./summary.ts";
import { writeSolution } from "./write-solution.ts";

/** An evening in a small town: more orders than its riders can carry one by one. */
function busyTown(): Instance {
  const dice = seededRandom(7);
  const place = (id: string): Place => ({
    id,
    location: { lat: dice.next() * 0.03, lng: dice.next() * 0.03 },
  });
  const doors = Array.from({ length: 8 }, (_, index) => place(`r${index}`));
  return {
    name: "busy-town",
    orders: Array.from({ length: 90 }, (_, index) => {
      const pickup = doors[Math.floor(dice.next() * doors.length)]!;
      const placedAt = Math.floor(dice.next() * 90) * 60;
      const readyAt = placedAt + Math.floor(5 + dice.next() * 20) * 60;
      return { id: `o${index}`, restaurantId: pickup.id, pickup, dropoff: place(`o${index}`), placedAt, readyAt };
    }),
    couriers: Array.from({ length: 12 }, (_, index) => ({
      id: `c${index}`,
      start: place(`c${index}`),
      onAt: 0,
      offAt: index < 4 ? 100 * 60 : 240 * 60,
    })),
    travelSeconds: (a, b) =>
      Math.ceil((Math.hypot(a.location.lat - b.location.lat, a.location.lng - b.location.lng) * 111_195) / 300) * 60,
    service: { beforePickup: 120, afterPickup: 120, beforeDropoff: 120, afterDropoff: 120 },
    pay: { perOrder: 10, guaranteedPerHour: 15 },
  };
}

function day(instance: Instance, options: Partial<ReplayOptions> = {}) {
  const dice = seededRandom(1);
  return replay(instance, { policy: publicDays, random: () => dice.next(), ...options });
}

describe("a day through the planner", () => {
  it("keeps every rule of the problem, and delivers all", () => {
    const town = busyTown();
    const done = day(town);
    expect(brokenRules(town, done)).toEqual([]);
    expect(summarise(town, done).delivered).toBe(town.orders.length);
  });

  it("brings the food sooner than the nearest-rider rule", () => {
    const town = busyTown();
    const planned = summarise(town, day(town));
    const nearest = summarise(town, day(town, { policy: greedy }));
    expect(planned.clickToDoorMean).toBeLessThan(nearest.clickToDoorMean);
  });

  it("is the same each time", () => {
    const uncertainty = { readyNoiseSeconds: 300, declineRate: 0.15 };
    expect(day(busyTown(), { uncertainty }).carried).toEqual(day(busyTown(), { uncertainty }).carried);
  });

  it("survives kitchens that are off by minutes and couriers who say no", () => {
    const town = busyTown();
    const done = day(town, { uncertainty: { readyNoiseSeconds: 300, declineRate: 0.15 } });
    // A courier whose shift ends may be kept waiting at the door: that rule is for plans, not for late kitchens.
    expect(brokenRules(town, done).filter((rule) => !rule.includes("after the shift"))).toEqual([]);
    expect(done.declined).toBeGreaterThan(0);
    expect(summarise(town, done).undeliveredPercent).toBeLessThan(5);
  });

  it("writes what the library's evaluator reads", async () => {
    const town = busyTown();
    const folder = await mkdtemp(join(tmpdir(), "tiffin-mdrp-"));
    try {
      await writeSolution(folder, town, day(town));
      const lines = async (name: string) =>
        (await readFile(join(folder, `solution_info_${name}.txt`), "utf8")).trim().split("\n");
      const [assignments, orders, couriers] = await Promise.all(["assignments", "orders", "couriers"].map(lines));
      expect(assignments![0]).toBe("assignment_time pickup_time courier orders");
      expect(assignments![1]).toMatch(/^\d+ \d+ c\d+( o\d+)+$/);
      expect(orders).toHaveLength(town.orders.length + 1);
      expect(orders![1]).toMatch(/^o\d+ \d+ \d+ \d+ \d+ c\d+$/);
      expect(couriers![1]).toMatch(/^c0 \d+ c0 r\d+$/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

const real = new URL("../../../../shared/data/dispatch/", import.meta.url).pathname;

describe.skipIf(!existsSync(real))("real days (skipped where ../shared/data is absent)", () => {
  it("delivers a Grubhub day far sooner than the nearest-rider rule", { timeout: 240_000 }, async () => {
    const instance = await readMdrpInstance(join(real, "mdrp/1o100t100s1p100"));
    const done = day(instance);
    expect(brokenRules(instance, done)).toEqual([]);
    const planned = summarise(instance, done);
    const nearest = summarise(instance, day(instance, { policy: greedy }));
    expect(planned.undeliveredPercent).toBeLessThanOrEqual(0.3);
    expect(planned.clickToDoorMean).toBeLessThanOrEqual(nearest.clickToDoorMean * 0.75);
    expect(planned.costPerOrder).toBeLessThanOrEqual(11.4);
  });

  it("reads a day with coordinates and clocks", { timeout: 240_000 }, async () => {
    const instance = await readColombiaInstance(join(real, "colombia/10_orders.csv"));
    expect(brokenRules(instance, day(instance))).toEqual([]);
  });
});
