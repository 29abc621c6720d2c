import type { Database } from "@tiffin/db/client";
import { cities } from "@tiffin/db/schema/cities";
import type { CityArea } from "@tiffin/domain/location/city-of";

const KNOWN_FOR_MS = 60_000;

export interface CityAreas {
  /** What was known last; it waits only when nothing ever was, and not for a database that is away. */
  read(now: number): Promise<readonly CityArea[]>;
}

/** The cities and how far they reach, from Postgres once a minute and behind the back: no ping waits for it. */
export function cityAreas(db: Database): CityAreas {
  let known: readonly CityArea[] | null = null;
  let askedAt = 0;
  let asking: Promise<void> = Promise.resolve();

  return {
    async read(now) {
      if (now - askedAt > KNOWN_FOR_MS) {
        askedAt = now;
        asking = db
          .select({ id: cities.id, lat: cities.lat, lng: cities.lng, radiusMeters: cities.radiusMeters })
          .from(cities)
          .then(
            (rows) => void (known = rows),
            // Riders stay on the map they are on.
            () => void (known ??= []),
          );
      }
      if (known === null) await asking;
      return known ?? [];
    },
  };
}
