import { isDomainError } from "@tiffin/domain/errors";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import { newRideFences, observeRide, type RideFences, type RidePhase } from "@tiffin/domain/location/geofence";
import { TRAIL_FLAGS } from "@tiffin/domain/location/trail-flags";
import {
  locationKeys,
  nextDropOff,
  parseSheet,
  type RiderSheet,
  type SheetRide,
  type TrailPoint,
} from "../location/index.ts";
import { sendTogether } from "../redis/index.ts";
import { arrived, pickedUp } from "./ride-taps.ts";
import type { DispatchServices } from "./services.ts";

type FenceServices = Pick<DispatchServices, "db" | "redis">;

/** A point older than this says where a rider was, not where they are. */
const MAX_AGE_MS = 60_000;
const FENCES_TTL_SECONDS = 6 * 3_600;

const PHASES = {
  ASSIGNED: "to-restaurant",
  AT_RESTAURANT: "at-restaurant",
  PICKED_UP: "to-customer",
  AT_CUSTOMER: "at-customer",
} as const satisfies Record<SheetRide["status"], RidePhase>;

/**
 * Watches riders cross the fences around their doors, and does what the tap would have done. The fences' memory lies in
 * Redis and is written after what it led to: whichever worker goes on, and wherever one dies, a crossing is acted on at
 * least once, and the deciders make that once.
 *
 * @throws the first error, once all rides were looked at; the fences of those that failed still stand before the crossing
 */
export async function watchGeofences(services: FenceServices, points: readonly TrailPoint[], now: Date): Promise<void> {
  const byRider = new Map<string, TrailPoint[]>();
  for (const point of points) {
    if (now.getTime() - point.recordedAt > MAX_AGE_MS || (point.flags & TRAIL_FLAGS.teleport) !== 0) continue;
    const known = byRider.get(point.riderId);
    if (known === undefined) byRider.set(point.riderId, [point]);
    else known.push(point);
  }
  const sheets = await readSheets(services, [...byRider.keys()]);
  const watched = sheets.flatMap((sheet) => sheet.rides.map((ride) => ({ sheet, ride })));
  const known = await readFences(
    services,
    watched.map(({ ride }) => ride.rideId),
  );
  let failure: { readonly error: unknown } | null = null;
  for (const [index, { sheet, ride }] of watched.entries()) {
    const ofRider = (byRider.get(sheet.riderId) ?? []).toSorted((a, b) => a.recordedAt - b.recordedAt);
    try {
      await watchRide(services, sheet, ride, known[index] ?? newRideFences, ofRider, now);
    } catch (error) {
      failure ??= { error };
    }
  }
  if (failure !== null) throw failure.error;
}

async function watchRide(
  services: FenceServices,
  sheet: RiderSheet,
  ride: SheetRide,
  before: RideFences,
  points: readonly TrailPoint[],
  now: Date,
): Promise<void> {
  let fences = before;
  const watched = {
    phase: PHASES[ride.status],
    isReady: ride.isReady,
    isNextStop: nextDropOff(sheet.rides)?.rideId === ride.rideId,
  };
  for (const point of points) {
    const seen = observeRide(fences, watched, {
      toRestaurantMeters: distanceMeters(point, ride.restaurant),
      toCustomerMeters: distanceMeters(point, ride.dropoff),
      at: point.recordedAt,
      ...(point.accuracy === null ? {} : { accuracyMeters: point.accuracy }),
    });
    fences = seen.fences;
    if (seen.command === null) continue;
    const tap = { rideId: ride.rideId, riderId: sheet.riderId, now, by: "system" as const };
    const { command } = seen;
    await refusable(() =>
      command === "picked-up"
        ? pickedUp(services.db, tap)
        : arrived(services.db, { ...tap, at: command === "arrived-at-restaurant" ? "restaurant" : "customer" }),
    );
    // The ride is in another phase now; the sheet follows through the relay, and the points that come after it.
    break;
  }
  if (fences === before) return;
  await services.redis.set(locationKeys.fences(ride.rideId), JSON.stringify(fences), "EX", FENCES_TTL_SECONDS);
}

/** The sheets of those who carry something, in one round trip. */
async function readSheets({ redis }: Pick<FenceServices, "redis">, riderIds: readonly string[]): Promise<RiderSheet[]> {
  const answers = await sendTogether(
    redis,
    riderIds.map((riderId) => ["hmget", locationKeys.rider(riderId), "city", "online", "rides"] as const),
  );
  return answers.flatMap((values, index) => {
    const [city = null, online = null, rides = null] = values as (string | null)[];
    // Most riders wait for something to do: their sheets need not be parsed.
    const sheet = rides === "[]" ? null : parseSheet(riderIds[index] ?? "", { city, online, rides });
    return sheet === null ? [] : [sheet];
  });
}

async function readFences(
  { redis }: Pick<FenceServices, "redis">,
  rideIds: readonly string[],
): Promise<(RideFences | null)[]> {
  const answers = await sendTogether(
    redis,
    rideIds.map((rideId) => ["get", locationKeys.fences(rideId)] as const),
  );
  return answers.map((text) => (typeof text === "string" ? (JSON.parse(text) as RideFences) : null));
}

/** The rider tapped first, or the order was cancelled: then there is nothing to do. */
async function refusable(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!isDomainError(error) || error.code === "INTERNAL") throw error;
  }
}
