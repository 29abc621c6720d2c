import {
  findCityBySlug,
  findCityMapVersion,
  listCities as queryCities,
  readCityMapText,
} from "@tiffin/db/queries/cities";
import type { CityRow } from "@tiffin/db/queries/cities";
import { notFound } from "@tiffin/domain/errors";
import type { CityWire } from "@tiffin/domain/wire/restaurants";
import type { CatalogServices } from "./services.ts";

export async function listCities({ db }: CatalogServices): Promise<CityWire[]> {
  return (await queryCities(db)).map(toWire);
}

/** @throws DomainError NOT_FOUND */
export async function getCity({ db }: CatalogServices, slug: string): Promise<CityWire> {
  const row = await findCityBySlug(db, slug);
  if (row === undefined) throw notFound("city");
  return toWire(row);
}

export interface CityMap {
  /** Strong, quoted; another one whenever the streets are imported again. */
  readonly etag: string;
  readonly updatedAt: Date;
  /** The GeoJSON as text, read only when it is asked for. */
  read(): Promise<string>;
}

/** The drawn map of a city. @throws DomainError NOT_FOUND for a city without streets. */
export async function cityMap({ db }: CatalogServices, slug: string): Promise<CityMap> {
  const version = await findCityMapVersion(db, slug);
  if (version === undefined) throw notFound("map");
  return {
    etag: `"${version.cityId}-${version.version}-${version.updatedAt.getTime().toString(36)}"`,
    updatedAt: version.updatedAt,
    async read() {
      const text = await readCityMapText(db, version.cityId);
      if (text === undefined) throw notFound("map");
      return text;
    },
  };
}

function toWire(row: CityRow): CityWire {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    location: { lat: row.lat, lng: row.lng },
    currency: row.currency,
    timeZone: row.timeZone,
    hasStreets: row.hasStreets,
    attribution: row.attribution,
  };
}
