import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import { z } from "zod";
import type { Instance, Place } from "./instance.ts";

/** `HH:MM:SS` to seconds of the day. */
const clock = z
  .string()
  .regex(/^\d{1,2}:\d{2}:\d{2}$/, "HH:MM:SS")
  .transform((text) => {
    const [hours = 0, minutes = 0, seconds = 0] = text.split(":").map(Number);
    return (hours * 60 + minutes) * 60 + seconds;
  });
const number = z.coerce.number();
const orderSchema = z.object({
  order_id: z.string(),
  pick_up_lat: number,
  pick_up_lng: number,
  drop_off_lat: number,
  drop_off_lng: number,
  placement_time: clock,
  ready_time: clock,
});
const courierSchema = z.object({
  courier_id: z.string(),
  vehicle: z.string(),
  on_lat: number,
  on_lng: number,
  on_time: clock,
  off_time: clock,
});

/** Streets are longer than the bee's line. */
const DETOUR = 1.4;
/** In a city's traffic, doors not counted. */
const METERS_PER_SECOND = 6.2;
const SERVICE = { beforePickup: 120, afterPickup: 60, beforeDropoff: 120, afterDropoff: 60 };

/** Reads a day in the form of mdrp-sim's Colombian instances: `<n>_orders.csv` beside `<n>_couriers.csv`. */
export async function readColombiaInstance(ordersFile: string): Promise<Instance> {
  const couriersFile = join(dirname(ordersFile), basename(ordersFile).replace("_orders", "_couriers"));
  const [orders, couriers] = await Promise.all([
    readCsv(ordersFile, orderSchema),
    readCsv(couriersFile, courierSchema),
  ]);
  const place = (id: string, lat: number, lng: number): Place => ({ id, location: { lat, lng } });
  return {
    name: `${basename(dirname(ordersFile))}-${basename(ordersFile).replace("_orders.csv", "")}`,
    orders: orders.map((row) => {
      // Its restaurants have no names: one door, one restaurant.
      const restaurantId = `r${row.pick_up_lat},${row.pick_up_lng}`;
      const ready = Math.max(row.placement_time, row.ready_time);
      return {
        id: `o${row.order_id}`,
        restaurantId,
        pickup: place(restaurantId, row.pick_up_lat, row.pick_up_lng),
        dropoff: place(`o${row.order_id}`, row.drop_off_lat, row.drop_off_lng),
        placedAt: row.placement_time,
        readyAt: ready,
      };
    }),
    couriers: couriers.map((row) => ({
      id: `c${row.courier_id}`,
      start: place(`c${row.courier_id}`, row.on_lat, row.on_lng),
      onAt: row.on_time,
      offAt: row.off_time,
    })),
    travelSeconds: (from, to) => rideSeconds(from.location, to.location),
    service: SERVICE,
    pay: null,
  };
}

const rideSeconds = (from: Location, to: Location) =>
  Math.ceil((distanceMeters(from, to) * DETOUR) / METERS_PER_SECOND);

/** Numbers and clocks only: no cell is quoted. */
async function readCsv<Row>(file: string, schema: z.ZodType<Row>): Promise<Row[]> {
  const [header = "", ...lines] = (await readFile(file, "utf8")).split(/\r?\n/).filter((line) => line.trim() !== "");
  const names = header.split(",");
  return lines.map((line, index) => {
    const cells = line.split(",");
    const row = schema.safeParse(Object.fromEntries(names.map((name, at) => [name, cells[at]])));
    if (!row.success) throw new Error(`${file}, line ${index + 2}: ${z.prettifyError(row.error)}`);
    return row.data;
  });
}
