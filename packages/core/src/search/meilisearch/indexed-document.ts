import type { SearchDocument } from "@tiffin/domain/search/document";
import { COST_STEPS, RATING_STEPS } from "@tiffin/domain/search/facets";
import { isOpenAt } from "@tiffin/domain/opening-hours/opening-hours";

/** More ranges in a day are not indexed, nor said to be open: breakfast, lunch, tea and dinner fit twice. */
export const RANGES_PER_DAY = 8;

/** A document as it lies in the index: what can be searched, filtered and sorted by stands at its top. */
export interface IndexedDocument {
  readonly id: string;
  readonly cityId: string;
  readonly name: string;
  readonly localName: string | null;
  readonly cuisines: readonly string[];
  readonly cuisineKeys: readonly string[];
  readonly dishNames: readonly string[];
  readonly address: string;
  readonly _geo: { readonly lat: number; readonly lng: number };
  /** Left out where it isn't known: documents without an attribute sort last and pass no filter on it. */
  readonly rating?: number;
  readonly ratingCount: number;
  readonly costForTwo?: number;
  /** The first of the steps that it reaches, for counting. */
  readonly ratingBand: string;
  readonly costBand: string;
  readonly isPureVeg: boolean;
  readonly prepMinutes: number;
  readonly deliveryRadiusMeters: number;
  readonly orderable: boolean;
  readonly acceptingOrders: boolean;
  /** Seconds since the epoch; 0 when it isn't paused. */
  readonly pausedUntil: number;
  readonly timeZone: string;
  readonly closures: readonly string[];
  readonly document: SearchDocument;
  /** `opens_1_0`, `closes_1_0`, …: weekday and number of the range, in minutes from midnight. */
  readonly [hours: `${"opens" | "closes"}_${number}_${number}`]: number;
}

export const NO_BAND = "none";

export function indexedDocument(document: SearchDocument): IndexedDocument {
  return {
    id: document.id,
    cityId: document.cityId,
    name: document.name,
    localName: document.localName,
    cuisines: document.cuisines,
    cuisineKeys: document.cuisines.map((cuisine) => cuisine.toLowerCase()),
    dishNames: document.dishes.map((dish) => dish.name),
    address: document.address ?? "",
    _geo: { lat: document.location.lat, lng: document.location.lng },
    ...(document.rating === null ? {} : { rating: document.rating }),
    ratingCount: document.ratingCount,
    ...(document.costForTwo === null ? {} : { costForTwo: document.costForTwo }),
    ratingBand: band(RATING_STEPS, (step) => document.rating !== null && document.rating >= step),
    costBand: band(COST_STEPS, (step) => document.costForTwo !== null && document.costForTwo <= step),
    isPureVeg: document.isPureVeg,
    prepMinutes: document.prepMinutes,
    deliveryRadiusMeters: document.deliveryRadiusMeters,
    orderable: document.orderable,
    acceptingOrders: document.acceptingOrders,
    pausedUntil: document.pausedUntil === null ? 0 : Date.parse(document.pausedUntil) / 1_000,
    timeZone: document.timeZone,
    closures: document.closures,
    document,
    ...hoursOf(document),
  };
}

function band(steps: readonly number[], reaches: (step: number) => boolean): string {
  return String(steps.find(reaches) ?? NO_BAND);
}

/** Open by its hours, and its kitchen takes orders: as `openNowFilter` has it. */
export function isOpen(
  {
    acceptingOrders,
    pausedUntil,
    timeZone,
    closures,
    document,
  }: Pick<IndexedDocument, "acceptingOrders" | "pausedUntil" | "timeZone" | "closures"> & {
    readonly document: Pick<SearchDocument, "hours">;
  },
  now: Date,
): boolean {
  return (
    acceptingOrders &&
    pausedUntil <= Math.floor(now.getTime() / 1_000) &&
    isOpenAt({ hours: document.hours, closures, timeZone }, now)
  );
}

function hoursOf(document: SearchDocument): Record<`${"opens" | "closes"}_${number}_${number}`, number> {
  const hours: Record<string, number> = {};
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    document.hours
      .filter((range) => range.weekday === weekday)
      .slice(0, RANGES_PER_DAY)
      .forEach((range, index) => {
        hours[`opens_${weekday}_${index}`] = range.opensMinute;
        hours[`closes_${weekday}_${index}`] = range.closesMinute;
      });
  }
  return hours;
}
