import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { findCityBySlug } from "@tiffin/db/queries/cities";
import { insertCity } from "@tiffin/db/queries/imports";
import type { Location } from "@tiffin/domain/geo/location";
import { v7 as uuid } from "uuid";
import { pricingFor, profileOf } from "./city-profile.ts";
import type { ImportMap } from "./field-map.ts";
import { titleOf } from "./slug.ts";

export type NewCity = Parameters<typeof insertCity>[1];

/** What is told of a city that does not exist yet. */
export interface CityFacts {
  slug: string;
  centre: Location;
  /** How far from the centre most of it lies. */
  reachMeters: number;
  name?: string | undefined;
  country?: string | undefined;
}

/** A city around a place, as far as its rows and the map tell; what is guessed is said. Nothing is written. */
export function planCity(facts: CityFacts, known: ImportMap["city"]): { city: NewCity; warnings: string[] } {
  const { slug, centre } = facts;
  const profile = profileOf(known.country ?? facts.country, centre);
  const currency = known.currency ?? profile.currency;
  const timeZone = known.timeZone ?? profile.timeZone;
  const warnings: string[] = [];
  if (profile.guessed && known.timeZone === undefined) {
    warnings.push(`the time zone ${timeZone} and the currency ${currency} are guessed from where the city lies`);
  }
  const city = {
    id: uuid(),
    slug,
    // Some files write the slug where the name should be.
    name: known.name ?? (facts.name === slug ? undefined : facts.name) ?? titleOf(slug),
    country: known.country ?? profile.country,
    timeZone,
    currency,
    ...centre,
    radiusMeters: Math.max(5_000, Math.round(facts.reachMeters + 2_000)),
    pricing: pricingFor(currency),
  };
  return { city, warnings };
}

/** The city of that slug; one is made around a place where there is none yet, as an import of restaurants would. */
export async function ensureCity(db: DatabaseOrTransaction, slug: string, centre: Location) {
  const existing = await findCityBySlug(db, slug);
  if (existing) return { city: { ...existing, created: false }, warnings: [] };
  const { city, warnings } = planCity({ slug, centre, reachMeters: 0 }, {});
  await insertCity(db, city);
  return { city: { ...city, created: true }, warnings };
}
