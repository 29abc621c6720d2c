import { type Asked, radiusSteps } from "./search-state.ts";
import type { SearchPatch } from "./use-search-state.ts";

/** A smaller wish, or a wider circle, that may find something where the whole wish found nothing. */
export type WayOut = (
  | { kind: "widen"; km: number }
  | { kind: "cuisine" | "veg" | "open" | "rating" | "cost" | "filters" | "words" }
) & { asked: Asked; patch: SearchPatch };

/** Every way out of an empty answer, the least loss first: wider circles, then one filter less, then much less. */
export function waysOut(asked: Asked): WayOut[] {
  const { lat, lng, radiusKm, sort, limit, q } = asked;
  const widen = radiusSteps
    .filter((km) => km > radiusKm)
    .map((km): WayOut => ({ kind: "widen", km, asked: { ...asked, radiusKm: km }, patch: { km } }));
  const less: WayOut[] = [];
  const without = (kind: Exclude<WayOut["kind"], "widen">, key: keyof Asked, patch: SearchPatch) => {
    if (asked[key] === undefined) return;
    const { [key]: _dropped, ...rest } = asked;
    less.push({ kind, asked: rest as Asked, patch });
  };
  without("open", "openNow", { open: null });
  without("veg", "veg", { veg: null });
  without("rating", "minRating", { rating: null });
  without("cost", "maxCostForTwo", { cost: null });
  without("cuisine", "cuisine", { cuisine: null });
  const noFilter: SearchPatch = { cuisine: null, veg: null, open: null, rating: null, cost: null };
  if (less.length > 1)
    less.push({ kind: "filters", asked: { lat, lng, radiusKm, sort, limit, ...(q ? { q } : {}) }, patch: noFilter });
  without("words", "q", { q: null });
  return [...widen, ...less];
}

/** Those that lead somewhere: the nearest circle of all that do, and what finds something inside this one. */
export function worthOffering(
  counted: readonly { way: WayOut; total: number }[],
  most = 4,
): { way: WayOut; total: number }[] {
  const found = counted.filter(({ total }) => total > 0);
  const circle = found.find(({ way }) => way.kind === "widen");
  const others = found.filter(({ way }) => way.kind !== "widen" && way.kind !== "words");
  const single = others.some(({ way }) => way.kind !== "filters");
  const words = found.filter(({ way }) => way.kind === "words");
  return [
    ...(circle ? [circle] : []),
    // To give everything up is offered only when giving up one thing is not enough.
    ...others.filter(({ way }) => way.kind !== "filters" || !single),
    ...words,
  ].slice(0, most);
}
