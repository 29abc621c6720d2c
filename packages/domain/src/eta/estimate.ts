import { kitchenSeconds, kitchenWaitSeconds, type KitchenNow } from "./kitchen-load.ts";

/** From now, in whole minutes. */
export interface EtaRange {
  readonly low: number;
  readonly high: number;
}

/** Streets are longer than the crow's flight: the usual ratio in a dense town, where no streets are known. */
export const STREET_DETOUR = 1.35;
/** Door to door through a town's traffic on a motorbike, where no street speeds are known. */
export const TOWN_SPEED_METERS_PER_SECOND = 20 / 3.6;
/** Fetching at the counter, parking, finding the door. */
export const HANDOVER_SECONDS = 240;

export function streetMeters(crowMeters: number): number {
  return crowMeters * STREET_DETOUR;
}

export function travelSeconds(metersOnStreets: number): number {
  return metersOnStreets / TOWN_SPEED_METERS_PER_SECOND;
}

/** How much of the wait in a busy kitchen may come on top: cooks catch up, or fall behind. */
const WAIT_UNCERTAINTY = 0.5;

/**
 * When food is at the door: what is left of cooking, the ride, the handover. The upper end allows for a rider who is not
 * there at once and for traffic, more on a longer way, and for as much again as half of `waitSeconds`: the part of
 * `kitchenSeconds` in which the kitchen is busy with others.
 */
export function estimateDelivery(kitchenSeconds: number, rideSeconds: number, waitSeconds = 0): EtaRange {
  const likely = Math.max(0, kitchenSeconds) + Math.max(0, rideSeconds) + HANDOVER_SECONDS;
  const slack = 300 + 0.15 * likely + WAIT_UNCERTAINTY * waitSeconds;
  return { low: Math.max(1, Math.round(likely / 60)), high: Math.max(2, Math.round((likely + slack) / 60)) };
}

/** For an order that would be placed now; `rideSeconds` over the streets. A card and a quote say the same by this. */
export function estimateNewOrder(kitchen: KitchenNow, rideSeconds: number): EtaRange {
  return estimateDelivery(kitchenSeconds(kitchen), rideSeconds, kitchenWaitSeconds(kitchen));
}

/** The same, where only the crow's flight is known. */
export function estimateFromAfar(prepMinutes: number, crowMeters: number, openTickets = 0): EtaRange {
  return estimateNewOrder({ prepMinutes, openTickets }, travelSeconds(streetMeters(crowMeters)));
}
