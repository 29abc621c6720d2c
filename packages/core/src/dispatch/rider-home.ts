import { eq } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";
import { cities, cityStreets } from "@tiffin/db/schema/cities";
import { riders } from "@tiffin/db/schema/dispatch";
import { users } from "@tiffin/db/schema/identity";
import { notFound } from "@tiffin/domain/errors";
import { channels } from "@tiffin/domain/wire/live";
import type { RiderHome } from "@tiffin/domain/wire/riders";
import { shiftOf } from "./set-shift.ts";
import type { Realtime } from "../realtime/index.ts";

/** What the rider's app asks for first. @throws DomainError NOT_FOUND when the caller is no rider. */
export async function riderHome(
  { db, realtime }: { readonly db: Database; readonly realtime: Realtime },
  riderId: string,
  authEndpoint: string,
): Promise<RiderHome> {
  const [row] = await db
    .select({ rider: riders, name: users.name, city: cities, attribution: cityStreets.attribution })
    .from(riders)
    .innerJoin(users, eq(users.id, riders.userId))
    .innerJoin(cities, eq(cities.id, riders.cityId))
    .leftJoin(cityStreets, eq(cityStreets.cityId, cities.id))
    .where(eq(riders.userId, riderId));
  if (row === undefined) throw notFound("rider");
  const { rider, city } = row;
  return {
    id: riderId,
    name: row.name,
    vehicle: rider.vehicle,
    city: {
      slug: city.slug,
      name: city.name,
      location: { lat: city.lat, lng: city.lng },
      attribution: row.attribution,
    },
    shift: shiftOf(rider),
    stream: realtime.stream(channels.rider(riderId), authEndpoint),
  };
}
