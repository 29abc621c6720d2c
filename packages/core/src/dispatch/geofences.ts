import { isDomainError } from "@tiffin/domain/errors";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import { newRideFences, observeRide, type RideFences, type RidePhase } from "@tiffin/domain/location/geofence";
import { locationKeys, parseSheet, type SheetRide, type TrailPoint } from "../location/index.ts";
import { arrived, pickedUp } from "./ride-taps.ts";
import type { DispatchServices } from "./services.ts";

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
 * Redis, so that any worker can go on with it.
 */
export async function watchGeofences(
  services: Pick<DispatchServices, "db" | "redis">,
  points: readonly TrailPoint[],
  now: Date,
): Promise<void> {
  const fresh = points.filter((point) => now.getTime() - point.recordedAt <= MAX_AGE_MS);
  for (const riderId of new Set(fresh.map((point) => point.riderId))) {
    const [city, online, rides] = await services.redis.hmget(locationKeys.rider(riderId), "city", "online", "rides");
    const sheet = parseSheet(riderId, { city: city ?? null, online: online ?? null, rides: rides ?? null });
    if (sheet === null || sheet.rides.length === 0) continue;
    const ofRider = fresh.filter((point) => point.riderId === riderId).sort((a, b) => a.recordedAt - b.recordedAt);
    for (const ride of sheet.rides) await watchRide(services, riderId, ride, ofRider, now);
  }
}

async function watchRide(
  services: Pick<DispatchServices, "db" | "redis">,
  riderId: string,
  ride: SheetRide,
  points: readonly TrailPoint[],
  now: Date,
): Promise<void> {
  const key = locationKeys.fences(ride.rideId);
  let fences = await readFences(services, key);
  for (const point of points) {
    const seen = observeRide(
      fences,
      { phase: PHASES[ride.status], isReady: ride.isReady },
      {
        toRestaurantMeters: distanceMeters(point, ride.restaurant),
        toCustomerMeters: distanceMeters(point, ride.dropoff),
        ...(point.accuracy === null ? {} : { accuracyMeters: point.accuracy }),
      },
    );
    fences = seen.fences;
    if (seen.command === null) continue;
    const tap = { rideId: ride.rideId, riderId, now, by: "system" as const };
    const { command } = seen;
    await refusable(() =>
      command === "picked-up"
        ? pickedUp(services.db, tap)
        : arrived(services.db, { ...tap, at: command === "arrived-at-restaurant" ? "restaurant" : "customer" }),
    );
    // The ride is in another phase now; the sheet follows through the relay, and the points that come after it.
    break;
  }
  await services.redis.set(key, JSON.stringify(fences), "EX", FENCES_TTL_SECONDS);
}

async function readFences({ redis }: Pick<DispatchServices, "redis">, key: string): Promise<RideFences> {
  const text = await redis.get(key);
  return text === null ? newRideFences : (JSON.parse(text) as RideFences);
}

/** The rider tapped first, or the order was cancelled: then there is nothing to do. */
async function refusable(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!isDomainError(error) || error.code === "INTERNAL") throw error;
  }
}
