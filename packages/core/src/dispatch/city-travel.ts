import type { CityRoutes } from "../location/index.ts";
import type { Location } from "@tiffin/domain/geo/location";

/** A leg that the planner asked about: from and to are places of {@link CityTravel.places}. Seconds. */
export type Leg = readonly [from: number, to: number, seconds: number];

/**
 * The travel times of one matching round, over the streets. Each is looked up once, those to one place together where
 * that is known beforehand; and all that was asked is remembered, so that the round can be planned again as it was.
 *
 * Places are told apart by identity: whoever means the same place hands in the same object.
 */
export class CityTravel {
  readonly #routes: Pick<CityRoutes, "outlook">;
  readonly #seconds = new Map<Location, Map<Location, number>>();

  constructor(routes: Pick<CityRoutes, "outlook">) {
    this.#routes = routes;
  }

  /** Looks up many ways to one place at once. */
  prepare(to: Location, from: readonly Location[]): void {
    const known = this.#seconds.get(to) ?? new Map<Location, number>();
    this.#seconds.set(to, known);
    const missing = [...new Set(from)].filter((place) => !known.has(place));
    const travels = this.#routes.outlook(to, missing);
    for (const [index, place] of missing.entries()) known.set(place, travels[index]!.durationSeconds);
  }

  readonly seconds = (from: Location, to: Location): number => {
    const known = this.#seconds.get(to)?.get(from);
    if (known !== undefined) return known;
    this.prepare(to, [from]);
    return this.#seconds.get(to)!.get(from)!;
  };

  /** All that was asked, with its places. */
  record(): { readonly places: Location[]; readonly legs: Leg[] } {
    const numbers = new Map<Location, number>();
    const number = (place: Location) => {
      const known = numbers.get(place) ?? numbers.size;
      numbers.set(place, known);
      return known;
    };
    const legs: Leg[] = [];
    for (const [to, ways] of this.#seconds)
      for (const [from, seconds] of ways) legs.push([number(from), number(to), seconds]);
    return { places: [...numbers.keys()], legs };
  }
}
