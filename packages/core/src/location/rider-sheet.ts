import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { anyOfNamed } from "@tiffin/db/any-of";
import { builtOnce } from "@tiffin/db/built-once";
import { isActiveRide } from "@tiffin/db/queries/dispatch-conditions";
import { rideOnItsWay } from "@tiffin/db/queries/ride-columns";
import { z } from "zod";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { restaurants } from "@tiffin/db/schema/catalog";
import { riders, rides } from "@tiffin/db/schema/dispatch";
import { orders } from "@tiffin/db/schema/orders";
import { stopsInOrder, type PlannedStop } from "@tiffin/domain/dispatch/stops";
import { DomainError } from "@tiffin/domain/errors";
import { runEach, sendTogether, type KeyedCommand, type RedisClient } from "../redis/index.ts";
import { keys, RIDER_TTL_SECONDS, SHEET_FIELDS } from "./keys.ts";
import { decodePosition } from "./rider-position.ts";
import { writeSheetsScript } from "./scripts.ts";

const placeSchema = z.object({ lat: z.number(), lng: z.number() });

/** A ride as the path of a ping needs it: whom to show the position to, and how far it is to the doors. */
const sheetRideSchema = z.object({
  rideId: z.string(),
  orderId: z.string(),
  status: z.enum(["ASSIGNED", "AT_RESTAURANT", "PICKED_UP", "AT_CUSTOMER"]),
  restaurant: placeSchema,
  dropoff: placeSchema,
  /** When the food is, or is promised to be, ready: ms since the epoch. */
  readyAt: z.number().nullable(),
  isReady: z.boolean(),
  /** Where it stands among the rider's other rides; see `stopsInOrder`. */
  restaurantId: z.string(),
  pickupOrder: z.int(),
  dropOrder: z.int(),
});
export type SheetRide = z.infer<typeof sheetRideSchema>;

/** What the path of a ping must know of a rider and may not ask Postgres for each time. */
export interface RiderSheet {
  readonly riderId: string;
  readonly cityId: string;
  readonly online: boolean;
  readonly rides: readonly SheetRide[];
}

/** The sheets of some riders from Postgres; whoever is no rider has none. */
export async function readSheets(db: DatabaseOrTransaction, riderIds: readonly string[]): Promise<RiderSheet[]> {
  if (riderIds.length === 0) return [];
  const ids = { riderIds: [...riderIds] };
  const [people, carried] = await Promise.all([peopleOf(db).execute(ids), carriedBy(db).execute(ids)]);
  return people.map((person) => ({
    ...person,
    rides: carried
      .filter(({ ride, order }) => ride.riderId === person.riderId && order.status !== "CANCELLED")
      .map(({ ride, order, lat, lng }) => ({
        rideId: ride.id,
        orderId: order.id,
        status: ride.status as SheetRide["status"],
        restaurant: { lat, lng },
        dropoff: { lat: order.dropoffLat, lng: order.dropoffLng },
        readyAt:
          order.readyAt?.getTime() ??
          (order.acceptedAt === null ? null : order.acceptedAt.getTime() + order.prepMinutes * 60_000),
        isReady: order.readyAt !== null,
        restaurantId: order.restaurantId,
        pickupOrder: ride.pickupOrder,
        dropOrder: ride.dropOrder,
      })),
  }));
}

const peopleOf = builtOnce((db) =>
  db
    .select({ riderId: riders.userId, cityId: riders.cityId, online: riders.online })
    .from(riders)
    .where(anyOfNamed(riders.userId, "riderIds"))
    .prepare("people_of_sheets"),
);

const carriedBy = builtOnce((db) =>
  db
    .select({
      ride: rideOnItsWay,
      order: {
        id: orders.id,
        status: orders.status,
        restaurantId: orders.restaurantId,
        dropoffLat: orders.dropoffLat,
        dropoffLng: orders.dropoffLng,
        readyAt: orders.readyAt,
        acceptedAt: orders.acceptedAt,
        prepMinutes: orders.prepMinutes,
      },
      lat: restaurants.lat,
      lng: restaurants.lng,
    })
    .from(rides)
    .innerJoin(orders, eq(orders.id, rides.orderId))
    .innerJoin(restaurants, eq(restaurants.id, orders.restaurantId))
    .where(and(anyOfNamed(rides.riderId, "riderIds"), isActiveRide))
    .prepare("carried_by"),
);

const isOnBoard = ({ status }: SheetRide) => status === "PICKED_UP" || status === "AT_CUSTOMER";

/** What is left for the rider to do, in order. */
export function stopsOf(rides: readonly SheetRide[]): PlannedStop[] {
  return stopsInOrder(
    rides.map((ride) => ({ ...ride, isPickedUp: isOnBoard(ride), isAtDoor: ride.status === "AT_CUSTOMER" })),
  );
}

/** The ride whose customer comes next; null while something is still to be fetched. */
export function nextDropOff(rides: readonly SheetRide[]): SheetRide | null {
  const [next] = stopsOf(rides);
  if (next?.kind !== "dropoff") return null;
  return rides.find(({ rideId }) => rideId === next.rideIds[0]) ?? null;
}

type StampedSheet = RiderSheet & { readonly stamp: string };

/** A ping changes the hash as well: a rider who sends all the time may be in the way some times in a row. */
const MAX_ATTEMPTS = 10;

/**
 * Copies the riders' sheets from Postgres to Redis: when a shift changes, when a ping finds none, and by the change
 * relay whenever a ride changes. `stamp` is the hash's `v` from then on. What was read before somebody else wrote is read
 * again: two processes do this at once, and the older reading must not be the one that stays.
 *
 * @throws DomainError UNAVAILABLE where somebody else was quicker each time
 */
export async function refreshSheets(
  { db, redis }: { readonly db: DatabaseOrTransaction; readonly redis: RedisClient },
  riderIds: readonly string[],
): Promise<StampedSheet[]> {
  const sheets: StampedSheet[] = [];
  let left = [...new Set(riderIds)];
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > MAX_ATTEMPTS) throw new DomainError("UNAVAILABLE", "A rider's sheet changes all the time.");
    const before = await stampsOf(redis, left);
    const read = (await readSheets(db, left)).map((sheet) => ({ ...sheet, stamp: randomUUID() }));
    const raced = new Set(await writeSheets(redis, read, before));
    sheets.push(...read.filter(({ riderId }) => !raced.has(keys.rider(riderId))));
    left = left.filter((riderId) => raced.has(keys.rider(riderId)));
  }
  await takeOffMaps(
    redis,
    sheets.filter(({ online }) => !online),
  );
  return sheets;
}

async function stampsOf(redis: RedisClient, riderIds: readonly string[]): Promise<Map<string, string>> {
  const stamps = await sendTogether(
    redis,
    riderIds.map((riderId) => ["hget", keys.rider(riderId), "v"] as const),
  );
  return new Map(riderIds.map((riderId, index) => [riderId, (stamps[index] as string | null) ?? ""]));
}

/** Answers the keys that changed since `before`. */
async function writeSheets(
  redis: RedisClient,
  sheets: readonly StampedSheet[],
  before: ReadonlyMap<string, string>,
): Promise<string[]> {
  return (await runEach(
    redis,
    writeSheetsScript,
    sheets.map(({ riderId }) => keys.rider(riderId)),
    {
      shared: [RIDER_TTL_SECONDS],
      perKey: sheets.map(({ riderId, cityId, online, rides, stamp }) => [
        before.get(riderId) ?? "",
        stamp,
        cityId,
        online ? "1" : "0",
        JSON.stringify(rides),
      ]),
    },
  )) as string[];
}

/** Who goes off shift is on no map, wherever the last position was. */
async function takeOffMaps(redis: RedisClient, sheets: readonly RiderSheet[]): Promise<void> {
  const positions = await sendTogether(
    redis,
    sheets.map(({ riderId }) => ["hget", keys.rider(riderId), "pos"] as const),
  );
  await sendTogether(
    redis,
    sheets.flatMap(({ riderId, cityId }, index) => {
      const cities = new Set([cityId, decodePosition(positions[index] as string | null).cityId ?? cityId]);
      return [...cities].flatMap((city): KeyedCommand[] => [
        ["zrem", keys.riders(city), riderId],
        ["zrem", keys.seen(city), riderId],
      ]);
    }),
  );
}

/** The sheet's fields of `rider:<id>`; null where Redis has none (or one of another version). */
export function parseSheet(
  riderId: string,
  fields: { city: string | null; online: string | null; rides: string | null },
): RiderSheet | null {
  if (fields.city === null || fields.online === null || fields.rides === null) return null;
  const parsed = z.array(sheetRideSchema).safeParse(JSON.parse(fields.rides));
  if (!parsed.success) return null;
  return { riderId, cityId: fields.city, online: fields.online === "1", rides: parsed.data };
}

/** Of those pairs, the orders that the rider carries now, by the sheets in Redis. */
export async function stillCarried(
  redis: RedisClient,
  pairs: readonly { readonly riderId: string; readonly orderId: string }[],
): Promise<Set<string>> {
  const answers = await sendTogether(
    redis,
    pairs.map(({ riderId }) => ["hmget", keys.rider(riderId), ...SHEET_FIELDS] as const),
  );
  const carried = pairs.filter(({ riderId, orderId }, index) => {
    const [city = null, online = null, rides = null] = answers[index] as (string | null)[];
    return parseSheet(riderId, { city, online, rides })?.rides.some((ride) => ride.orderId === orderId) === true;
  });
  return new Set(carried.map(({ orderId }) => orderId));
}
