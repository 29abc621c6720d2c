import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { EARTH_RADIUS_METERS } from "@tiffin/domain/geo/distance";
import { z } from "zod";
import type { Instance, Place } from "./instance.ts";

const number = z.coerce.number();
const parametersSchema = z.object({
  meters_per_minute: number.positive(),
  "pickup service minutes": number.min(0),
  "dropoff service minutes": number.min(0),
  "pay per order": number,
  "guaranteed pay per hour": number,
});
const restaurantSchema = z.object({ restaurant: z.string(), x: number, y: number });
const orderSchema = z.object({
  order: z.string(),
  x: number,
  y: number,
  placement_time: number,
  restaurant: z.string(),
  ready_time: number,
});
const courierSchema = z.object({ courier: z.string(), x: number, y: number, on_time: number, off_time: number });

/** Metres of the plane to degrees: near the equator both axes are alike, and haversine gives the metres back. */
const DEGREES_PER_METER = 180 / (Math.PI * EARTH_RADIUS_METERS);

interface PlanePlace extends Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Reads an instance in the form of Grubhub's MDRP library: tab-separated tables, metres in the plane, whole minutes.
 * @throws Error that names the file and the line
 */
export async function readMdrpInstance(folder: string): Promise<Instance> {
  const [[parameters], restaurants, orders, couriers] = await Promise.all([
    readTable(join(folder, "instance_parameters.txt"), parametersSchema),
    readTable(join(folder, "restaurants.txt"), restaurantSchema),
    readTable(join(folder, "orders.txt"), orderSchema),
    readTable(join(folder, "couriers.txt"), courierSchema),
  ]);
  if (parameters === undefined) throw new Error(`${folder}/instance_parameters.txt has no parameters`);
  const place = (id: string, x: number, y: number): PlanePlace => ({
    id,
    x,
    y,
    location: { lat: y * DEGREES_PER_METER, lng: x * DEGREES_PER_METER },
  });
  const doors = new Map(restaurants.map(({ restaurant, x, y }) => [restaurant, place(restaurant, x, y)]));
  // Half of each service before and half after the stop, rounded up to whole minutes.
  const half = (minutes: number) => Math.ceil(minutes / 2) * 60;
  const pickup = half(parameters["pickup service minutes"]);
  const dropoff = half(parameters["dropoff service minutes"]);
  const metersPerMinute = parameters.meters_per_minute;
  return {
    name: basename(folder),
    orders: orders.map(({ order, x, y, placement_time, restaurant, ready_time }) => {
      const door = doors.get(restaurant);
      if (door === undefined)
        throw new Error(`${folder}/orders.txt: ${order} is of ${restaurant}, which is not listed`);
      return {
        id: order,
        restaurantId: restaurant,
        pickup: door,
        dropoff: place(order, x, y),
        placedAt: placement_time * 60,
        readyAt: ready_time * 60,
      };
    }),
    couriers: couriers.map(({ courier, x, y, on_time, off_time }) => ({
      id: courier,
      start: place(courier, x, y),
      onAt: on_time * 60,
      offAt: off_time * 60,
    })),
    travelSeconds: (from, to) => {
      const [a, b] = [from as PlanePlace, to as PlanePlace];
      return Math.ceil(Math.hypot(a.x - b.x, a.y - b.y) / metersPerMinute) * 60;
    },
    service: { beforePickup: pickup, afterPickup: pickup, beforeDropoff: dropoff, afterDropoff: dropoff },
    pay: { perOrder: parameters["pay per order"], guaranteedPerHour: parameters["guaranteed pay per hour"] },
  };
}

async function readTable<Row>(file: string, schema: z.ZodType<Row>): Promise<Row[]> {
  const [header = "", ...lines] = (await readFile(file, "utf8")).split(/\r?\n/).filter((line) => line.trim() !== "");
  const names = header.split("\t").map((name) => name.trim());
  return lines.map((line, index) => {
    const cells = line.split("\t");
    const row = schema.safeParse(Object.fromEntries(names.map((name, at) => [name, cells[at]?.trim()])));
    if (!row.success) throw new Error(`${file}, line ${index + 2}: ${z.prettifyError(row.error)}`);
    return row.data;
  });
}
