import type { RestaurantSearch } from "@tiffin/domain/wire/restaurants";
import {
  createSerializer,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsFloat,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import type { inferParserType } from "nuqs/server";
import { parseAsPoint } from "../place/point.ts";

export const sorts = ["relevance", "eta", "distance", "rating", "cost"] as const;
export const views = ["list", "map"] as const;

/** The search as it stands in the address bar: it can be shared, bookmarked and gone back to. */
export const searchParsers = {
  q: parseAsString.withDefault(""),
  cuisine: parseAsArrayOf(parseAsString).withDefault([]),
  veg: parseAsBoolean.withDefault(false),
  open: parseAsBoolean.withDefault(false),
  rating: parseAsFloat,
  /** Most that two people pay, in whole units of the currency. */
  cost: parseAsInteger,
  km: parseAsFloat,
  sort: parseAsStringLiteral(sorts).withDefault("relevance"),
  view: parseAsStringLiteral(views).withDefault("list"),
  /** Around where; see `PlaceProvider` for when it counts. */
  at: parseAsPoint,
};
export type SearchState = inferParserType<typeof searchParsers>;

export const searchHref = createSerializer(searchParsers);
export const defaultRadiusKm = 5;
export const widestRadiusKm = 25;
export const radiusSteps = [2, 5, 10, 15, widestRadiusKm] as const;
export const pageSize = 24;

type Where = { lat: number; lng: number };
export type Asked = Omit<RestaurantSearch, "cursor">;

/** The state in the API's words. What somebody typed into the address bar is kept within the API's bounds. */
export function toApi(state: SearchState, where: Where, minorPerUnit: number): Asked {
  // A pasted tab or line break is a space to a person; to the API it is a mistake.
  const q = state.q
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 200);
  const cuisine = state.cuisine.filter((name) => name.length > 0 && name.length <= 60).slice(0, 20);
  return {
    // Five digits are a meter: standing still must not miss the cache.
    lat: Number(where.lat.toFixed(5)),
    lng: Number(where.lng.toFixed(5)),
    radiusKm: radiusOf(state),
    sort: state.sort,
    limit: pageSize,
    ...(q ? { q } : {}),
    ...(cuisine.length > 0 ? { cuisine } : {}),
    ...(state.veg ? { veg: true } : {}),
    ...(state.open ? { openNow: true } : {}),
    ...(state.rating === null ? {} : { minRating: clamp(state.rating, 0, 5) }),
    ...(state.cost === null ? {} : { maxCostForTwo: Math.max(0, Math.round(state.cost * minorPerUnit)) }),
  };
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

export const radiusOf = (state: SearchState): number => clamp(state.km ?? defaultRadiusKm, 0.5, widestRadiusKm);

/** How many filters narrow the list; the words, the circle and the order don't. */
export const countFilters = (state: SearchState): number =>
  state.cuisine.length +
  Number(state.veg) +
  Number(state.open) +
  Number(state.rating !== null) +
  Number(state.cost !== null);

export const isPlain = (state: SearchState): boolean => state.q.trim() === "" && countFilters(state) === 0;

/** Nothing was chosen at all: the address bar stays bare. */
export const isUntouched = (state: SearchState): boolean =>
  isPlain(state) && state.km === null && state.sort === "relevance" && state.view === "list";

export const noFilters = { cuisine: null, veg: null, open: null, rating: null, cost: null } as const;

export const toggled = (list: readonly string[], name: string): string[] =>
  list.includes(name) ? list.filter((one) => one !== name) : [...list, name];
