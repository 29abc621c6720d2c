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

/**
 * When food is at the door: what is left of cooking, the ride, the handover. The upper end allows for a rider who is not
 * there at once and for traffic, more on a longer way.
 */
export function estimateDelivery(kitchenSeconds: number, rideSeconds: number): EtaRange {
  const likely = Math.max(0, kitchenSeconds) + Math.max(0, rideSeconds) + HANDOVER_SECONDS;
  const slack = 300 + 0.15 * likely;
  return { low: Math.max(1, Math.round(likely / 60)), high: Math.max(2, Math.round((likely + slack) / 60)) };
}

/** The same, where only the crow's flight is known. */
export function estimateFromAfar(prepMinutes: number, crowMeters: number): EtaRange {
  return estimateDelivery(prepMinutes * 60, travelSeconds(streetMeters(crowMeters)));
}
