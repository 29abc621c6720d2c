import type { LngLat } from "@tiffin/domain/geo/location";
import { plan } from "./plan.ts";
import type { Point } from "./plane.ts";

const metersPerDegree = 111_195;
const shrink = Math.cos((plan.centre.lat * Math.PI) / 180);

/** From the town's plane to the globe, rounded to about 0.1 m so that a seed gives the same text everywhere. */
export function toLngLat([x, y]: Point): LngLat {
  const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
  return [round(plan.centre.lng + x / (metersPerDegree * shrink)), round(plan.centre.lat + y / metersPerDegree)];
}
