import { estimateArrival } from "@tiffin/domain/eta/arrival";
import type { EtaRange } from "@tiffin/domain/eta/estimate";
import type { Location } from "@tiffin/domain/geo/location";
import { stopsOf, type RiderSheet, type SheetRide } from "./rider-sheet.ts";
import type { CityRoutes, FindTravel } from "./streets/city-routes.ts";

/** A stop on the way to a customer's door, and the leg that leads there. */
interface Leg {
  readonly kind: "pickup" | "dropoff";
  readonly from: Location;
  readonly to: Location;
  readonly readyInSeconds: number;
}

/**
 * When an order that a rider carries is at its door, seen from where the rider is: over the streets from the nearest
 * one, by way of the stops that come before. Cheap enough for every position that is shown, since the ways to a door are
 * walked once and kept (`outlook`). Null when the rider does not carry it. `now` in ms since the epoch.
 */
export function carriedEta(
  routes: Pick<CityRoutes, "outlook">,
  { rides }: Pick<RiderSheet, "rides">,
  orderId: string,
  rider: Location,
  now: number,
): EtaRange | null {
  const legs = legsTo(rides, orderId, rider, now);
  if (legs === null) return null;
  return estimateArrival(
    legs.map((leg) => ({ ...leg, travelSeconds: routes.outlook(leg.to, [leg.from])[0]?.durationSeconds ?? 0 })),
  );
}

/** The same answer for whoever can wait for a city's streets to be read. */
export async function findCarriedEta(
  findTravel: FindTravel,
  { cityId, rides }: Pick<RiderSheet, "cityId" | "rides">,
  orderId: string,
  rider: Location,
  now: number,
): Promise<EtaRange | null> {
  const legs = legsTo(rides, orderId, rider, now);
  if (legs === null) return null;
  const travels = await Promise.all(legs.map(({ from, to }) => findTravel(cityId, to, [from])));
  return estimateArrival(
    legs.map((leg, index) => ({ ...leg, travelSeconds: travels[index]?.[0]?.durationSeconds ?? 0 })),
  );
}

function legsTo(rides: readonly SheetRide[], orderId: string, rider: Location, now: number): Leg[] | null {
  const legs: Leg[] = [];
  let from = rider;
  for (const { kind, rideIds } of stopsOf(rides)) {
    const here = rides.filter(({ rideId }) => rideIds.includes(rideId));
    const [first] = here;
    if (first === undefined) continue;
    const to = kind === "pickup" ? first.restaurant : first.dropoff;
    legs.push({ kind, from, to, readyInSeconds: Math.max(0, ...here.map((ride) => readyIn(ride, now))) });
    if (kind === "dropoff" && first.orderId === orderId) return legs;
    from = to;
  }
  return null;
}

/** Until a kitchen has said anything its food counts as ready: nothing better is known here. */
function readyIn({ isReady, readyAt }: SheetRide, now: number): number {
  return isReady || readyAt === null ? 0 : (readyAt - now) / 1_000;
}
