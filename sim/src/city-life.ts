import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import type { GeoJsonFeatureCollection } from "@tiffin/domain/geo/streets";
import { restaurantPageSchema } from "@tiffin/domain/wire/restaurants";
import { z } from "zod";
import { IdleStreets } from "./bots/idle-streets.ts";
import type { Session } from "./http/session.ts";
import { pause } from "./pause.ts";

/** What bots know of the city before they begin, all of it from the public API. */
export interface Surroundings {
  streets: IdleStreets;
  kitchens: { id: string; location: Location; isOpen: boolean; canDeliver: boolean }[];
}

/** Asks until the gateway answers: bots may be up before it is. */
export async function lookAround(
  session: Session,
  city: { slug: string; centre: Location },
  signal: AbortSignal,
): Promise<Surroundings | undefined> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      const streets = new IdleStreets(await readMap(session, city.slug));
      const kitchens = await readKitchens(session, city.centre);
      // Just after seeding the search index may still be filling.
      if (kitchens.length > 0 || attempt > 20) return { streets, kitchens };
      await pause(2_000, signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      console.error(`looking around: ${error instanceof Error ? error.message : String(error)}`);
      await pause(3_000, signal);
    }
  }
  return undefined;
}

async function readMap(session: Session, slug: string): Promise<GeoJsonFeatureCollection> {
  const response = await fetch(new URL(`/map/${slug}.geojson`, session.gatewayUrl), {
    signal: AbortSignal.any([session.signal, AbortSignal.timeout(20_000)]),
  });
  // A city without a drawn map is a city to stand still in.
  if (response.status === 404) return { type: "FeatureCollection", features: [] };
  if (!response.ok) throw new Error(`the map answered ${response.status}`);
  const map = z
    .object({ type: z.literal("FeatureCollection"), features: z.array(z.unknown()) })
    .parse(await response.json());
  return map as GeoJsonFeatureCollection;
}

async function readKitchens(session: Session, centre: Location): Promise<Surroundings["kitchens"]> {
  const kitchens: Surroundings["kitchens"] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ lat: String(centre.lat), lng: String(centre.lng), radiusKm: "8", limit: "50" });
    if (cursor !== null) query.set("cursor", cursor);
    const page: z.infer<typeof restaurantPageSchema> = await session.get(
      restaurantPageSchema,
      `/v1/restaurants?${query.toString()}`,
    );
    kitchens.push(...page.items.map(({ id, location, isOpen, canDeliver }) => ({ id, location, isOpen, canDeliver })));
    cursor = page.nextCursor;
  } while (cursor !== null && kitchens.length < 400);
  return kitchens;
}

/** Kerbs near kitchens, spread over the city, none of them near the kitchens that are left to people. */
export function waitingPlaces(
  kitchens: Surroundings["kitchens"],
  avoid: readonly Location[],
  count: number,
  centre: Location,
): Location[] {
  const free = kitchens.filter(({ location }) => avoid.every((place) => distanceMeters(place, location) > 600));
  const places: Location[] = [];
  // Farthest-point sampling: each rider waits where nobody waits yet.
  while (places.length < count) {
    let best: Location | undefined;
    let score = -1;
    for (const { location } of free) {
      const alone = places.length === 0 ? 1 : Math.min(...places.map((place) => distanceMeters(place, location)));
      const central = 1 / (1 + distanceMeters(centre, location) / 2_000);
      if (alone * central > score) [best, score] = [location, alone * central];
    }
    if (best === undefined || score <= 0) {
      places.push(places.length > 0 ? places[places.length % Math.max(1, free.length)]! : centre);
      continue;
    }
    places.push(best);
  }
  return places;
}
