import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { findStreetsVersion, readStreetGraph } from "@tiffin/db/queries/city-streets";
import { streetMeters } from "@tiffin/domain/eta/estimate";
import { roughTravelSeconds } from "@tiffin/domain/eta/ride";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import { toLngLat } from "@tiffin/domain/geo/location";
import type { Location } from "@tiffin/domain/geo/location";
import { StreetNetwork } from "./street-network.ts";
import type { Route, Travel } from "./street-network.ts";

/** Answers at once: the streets are in memory. */
export interface CityRoutes {
  /** Over the streets; as the crow flies times a detour where there are none, or none near. Never fails. */
  route(from: Location, to: Location): Route;
  /**
   * From many places to one (from restaurants to a customer, the way the food travels): meters and seconds as
   * {@link route} has them, in the order of `from`.
   */
  outlook(to: Location, from: readonly Location[]): Travel[];
  /** Seconds, for the planner's many questions. */
  travelSeconds(from: Location, to: Location): number;
}

/** {@link CityRoutes.outlook} in a city: from restaurants to a customer, for a card as for a quote. */
export type FindTravel = (cityId: string, to: Location, from: readonly Location[]) => Promise<readonly Travel[]>;

export interface CityRoutesOptions {
  /** How long a process trusts the version it has. */
  checkEveryMs?: number;
}

interface Held {
  version: number | undefined;
  routes: CityRoutes;
  checkedAt: number;
}

/**
 * Routes by city. A city's graph is read once a process and again when its version changed; questions that come while
 * it is being read wait for the same reading.
 */
export class Streets {
  readonly #held = new Map<string, Held>();
  readonly #reading = new Map<string, Promise<CityRoutes>>();
  readonly #checkEveryMs: number;

  constructor(options: CityRoutesOptions = {}) {
    this.#checkEveryMs = options.checkEveryMs ?? 30_000;
  }

  async of(db: DatabaseOrTransaction, cityId: string, now: Date): Promise<CityRoutes> {
    const held = this.#held.get(cityId);
    if (held && now.getTime() - held.checkedAt < this.#checkEveryMs) return held.routes;
    const running = this.#reading.get(cityId);
    if (running) return running;
    const reading = this.#refresh(db, cityId, now).finally(() => this.#reading.delete(cityId));
    this.#reading.set(cityId, reading);
    return reading;
  }

  /**
   * The same without waiting, for the path of a position: what this process has, and until a city was read the crow's
   * flight with a detour. Reads it, or its new version, beside.
   */
  atOnce(db: DatabaseOrTransaction, cityId: string, now: Date): CityRoutes {
    const held = this.#held.get(cityId);
    if (held === undefined || now.getTime() - held.checkedAt >= this.#checkEveryMs)
      this.of(db, cityId, now).catch(() => {});
    return held?.routes ?? withoutStreets;
  }

  async #refresh(db: DatabaseOrTransaction, cityId: string, now: Date): Promise<CityRoutes> {
    const held = this.#held.get(cityId);
    const version = await findStreetsVersion(db, cityId);
    if (held && held.version === version) {
      held.checkedAt = now.getTime();
      return held.routes;
    }
    const streets = version === undefined ? undefined : await readStreetGraph(db, cityId);
    const network = streets && streets.graph.edges.length > 0 ? new StreetNetwork(streets.graph) : undefined;
    const routes = routesOver(network);
    this.#held.set(cityId, { version: streets?.version, routes, checkedAt: now.getTime() });
    return routes;
  }
}

const withoutStreets = routesOver(undefined);

/** Routes over a network, or without one. */
export function routesOver(network: StreetNetwork | undefined): CityRoutes {
  return {
    route: (from, to) => network?.route(from, to) ?? roughRoute(from, to),
    outlook: (to, from) => {
      const travels = network?.travelTo(to, from) ?? [];
      return from.map((place, i) => travels[i] ?? roughTravel(place, to));
    },
    travelSeconds: (from, to) => network?.travelSeconds(from, to) ?? roughTravelSeconds(from, to),
  };
}

function roughRoute(from: Location, to: Location): Route {
  return { ...roughTravel(from, to), polyline: [toLngLat(from), toLngLat(to)] };
}

function roughTravel(from: Location, to: Location): Travel {
  return {
    distanceMeters: Math.round(streetMeters(distanceMeters(from, to))),
    durationSeconds: Math.round(roughTravelSeconds(from, to)),
  };
}
