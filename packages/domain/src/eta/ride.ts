import { distanceMeters } from "../geo/distance.ts";
import type { Location } from "../geo/location.ts";
import { streetMeters, travelSeconds } from "./estimate.ts";

/** Seconds between two places where no route is known. */
export function roughTravelSeconds(from: Location, to: Location): number {
  return travelSeconds(streetMeters(distanceMeters(from, to)));
}
