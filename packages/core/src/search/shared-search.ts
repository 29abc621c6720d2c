import { createHash } from "node:crypto";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import { geohash, geohashBounds } from "@tiffin/domain/geo/geohash";
import type { Location } from "@tiffin/domain/geo/location";
import { asksForPureVeg, foldText } from "@tiffin/domain/search/text";
import type { RestaurantSearch } from "@tiffin/domain/wire/restaurants";
import type { EngineFilters } from "./port.ts";

/** What a search has in common with its neighbours': everything but the exact place, the order and the page. */
export interface SharedSearch {
  /** Folded; "" for everything. */
  readonly text: string;
  readonly radiusMeters: number;
  readonly filters: EngineFilters;
}

export function sharedSearch(search: RestaurantSearch): SharedSearch {
  const cuisines = [...new Set((search.cuisine ?? []).map((cuisine) => cuisine.toLowerCase()))].sort();
  return {
    text: foldText(search.q ?? ""),
    radiusMeters: search.radiusKm * 1_000,
    filters: {
      ...(cuisines.length === 0 ? {} : { cuisines }),
      // Engines leave those words out of the text.
      ...(search.veg === true || asksForPureVeg(search.q ?? "") ? { pureVeg: true } : {}),
      ...(search.minRating === undefined ? {} : { minRating: search.minRating }),
      ...(search.maxCostForTwo === undefined ? {} : { maxCostForTwo: search.maxCostForTwo }),
      ...(search.openNow === true ? { openNow: true } : {}),
    },
  };
}

/** Short, for a key: the same for equal parts, whatever is in them. */
export function fingerprintOf(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}

const CELL_LENGTH = 5;

export interface Cell {
  readonly name: string;
  /** From a place in it to its farthest corner. */
  readonly reachMeters: number;
}

/** The geohash cell whose people share what is found. */
export function cellOf(place: Location): Cell {
  const name = geohash(place, CELL_LENGTH);
  const { south, west, north, east } = geohashBounds(name);
  const corners = [south, north].flatMap((lat) => [west, east].map((lng) => ({ lat, lng })));
  return { name, reachMeters: Math.ceil(Math.max(...corners.map((corner) => distanceMeters(place, corner)))) };
}
