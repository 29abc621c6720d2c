import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import { readColombiaInstance } from "./read-colombia.ts";
import { readMdrpInstance } from "./read-mdrp.ts";
import { evening, pereira, writeEvening, writePereira } from "./testing/small-days.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiffin-instance-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("an instance of the MDRP library: tables with tabs, metres and minutes", () => {
  const day = async (change?: Parameters<typeof writeEvening>[1]) =>
    readMdrpInstance(await writeEvening(folder, change));

  it("is read: who ordered what when, who was on shift, and what they earn", async () => {
    const { name, orders, couriers, pay } = await day();
    expect(name).toBe("evening");
    expect(orders).toMatchObject([
      { id: "o1", restaurantId: "r1", pickup: { id: "r1" }, dropoff: { id: "o1" }, placedAt: 720, readyAt: 1_500 },
      { id: "o2", restaurantId: "r2", pickup: { id: "r2" }, dropoff: { id: "o2" }, placedAt: 780, readyAt: 1_200 },
    ]);
    expect(couriers).toMatchObject([{ id: "c1", start: { id: "c1" }, onAt: 0, offAt: 5_400 }]);
    expect(pay).toEqual({ perOrder: 10, guaranteedPerHour: 15 });
  });

  it("has half of each service time, rounded up to minutes, before the stop and half after it", async () => {
    const { service } = await day();
    expect(service).toEqual({ beforePickup: 180, afterPickup: 180, beforeDropoff: 120, afterDropoff: 120 });
  });

  it("has ways as the crow flies, rounded up to minutes", async () => {
    const { orders, travelSeconds } = await day();
    const [{ pickup, dropoff } = orders[0]!, other] = orders;
    expect(travelSeconds(pickup, dropoff)).toBe(120);
    expect(travelSeconds(pickup, other!.pickup)).toBe(17 * 60);
    expect(travelSeconds(pickup, pickup)).toBe(0);
    expect(distanceMeters(pickup.location, dropoff.location)).toBeCloseTo(500, 1);
  });

  it("that is not in order is refused, with the file and the line", async () => {
    await expect(day({ orders: [...evening.orders, "o3\t1\t2\tnoon\tr1\t25"] })).rejects.toThrow(
      /orders\.txt, line 4: .*placement_time/s,
    );
  });

  it("whose order is of a restaurant that is not listed is refused, and so is one without parameters", async () => {
    await expect(day({ restaurants: evening.restaurants.slice(0, 2) })).rejects.toThrow("o2 is of r2");
    await expect(day({ instance_parameters: evening.instance_parameters.slice(0, 1) })).rejects.toThrow(
      "no parameters",
    );
  });
});

describe("a day in mdrp-sim's form: coordinates and clocks, in two tables beside each other", () => {
  const day = async (change?: Parameters<typeof writePereira>[1]) =>
    readColombiaInstance(await writePereira(folder, change));

  it("is read: one door is one restaurant, and nothing is ready before it is ordered", async () => {
    const instance = await day();
    expect(instance).toMatchObject({ name: "pereira-3", pay: null });
    const door = instance.orders[0]!.restaurantId;
    expect(instance.orders).toMatchObject([
      { id: "o1", restaurantId: door, dropoff: { id: "o1" }, placedAt: 34_215, readyAt: 35_100 },
      {
        id: "o2",
        restaurantId: door,
        dropoff: { location: { lat: 4.81, lng: -75.7 } },
        placedAt: 64_800,
        readyAt: 64_800,
      },
    ]);
    expect(instance.couriers).toMatchObject([
      { id: "c7", start: { location: { lat: 4.8, lng: -75.68 } }, onAt: 28_800, offAt: 81_425 },
    ]);
    // 1,112 metres, two fifths more by the streets, at 6.2 metres a second.
    const { pickup, dropoff } = instance.orders[0]!;
    expect(instance.travelSeconds(pickup, dropoff)).toBe(252);
  });

  it("that is not in order is refused, with the file and the line", async () => {
    const wrong = pereira.couriers.map((line) => line.replace("22:37:05", "22h37"));
    await expect(day({ couriers: wrong })).rejects.toThrow(/3_couriers\.csv, line 2: .*HH:MM:SS/s);
  });
});
