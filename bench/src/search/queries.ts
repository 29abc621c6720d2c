import type { Random } from "@tiffin/db/seed/random";
import type { Location } from "@tiffin/domain/geo/location";
import { cuisines } from "./world/cuisines.ts";
import type { WorldCity } from "./world/cities.ts";
import { placeIn } from "./world/restaurants.ts";

/** What somebody asks for: a path of the gateway. */
export interface Question {
  readonly path: string;
  /** What kind of text it has, to tell slow kinds from quick ones. */
  readonly kind: string;
}

const TEXTS: readonly (readonly [kind: TextKind, weight: number])[] = [
  ["dish", 30],
  ["begun dish", 20],
  ["cuisine", 15],
  ["name", 15],
  ["misspelt dish", 15],
  ["dish and cuisine", 5],
];
type TextKind = "dish" | "begun dish" | "cuisine" | "name" | "misspelt dish" | "dish and cuisine";

/**
 * People as they search: more of them where the city is larger, most near its middle, for dishes, cuisines and names, in
 * half words and with slips. No two questions are the same to a cache: their radius differs by a centimetre each.
 */
export class Questions {
  readonly #cities: readonly (readonly [city: WorldCity, weight: number])[];
  readonly #random: Random;
  #asked = 0;

  constructor(cities: readonly WorldCity[], random: Random) {
    this.#cities = cities.map((city) => [city, city.restaurants] as const);
    this.#random = random;
  }

  /** Text, place and two filters; the answer always has facets. */
  search(): Question {
    const { city, place } = this.somewhere();
    const kind = this.#random.weighted(TEXTS);
    const filters = this.#random.sample(this.#filters(city), 2);
    return {
      path: searchPath({ ...this.#at(place), q: this.text(city, kind), ...Object.assign({}, ...filters) }),
      kind,
    };
  }

  browse(): Question {
    const { place } = this.somewhere();
    return { path: searchPath(this.#at(place)), kind: "browse" };
  }

  suggest(): Question {
    const { city, place } = this.somewhere();
    const text = this.text(city, this.#random.weighted(TEXTS));
    const typed = text.slice(0, this.#random.int(2, Math.max(2, Math.min(14, text.length)))).trim();
    const search = new URLSearchParams({ lat: degrees(place.lat), lng: degrees(place.lng), q: typed });
    return { path: `/v1/restaurants/suggest?${search.toString()}`, kind: `${typed.length} letters` };
  }

  somewhere(): { city: WorldCity; place: Location } {
    const city = this.#random.weighted(this.#cities);
    return { city, place: placeIn(city, this.#random) };
  }

  text(city: WorldCity, kind: TextKind): string {
    const random = this.#random;
    const cuisine = cuisines.get(random.weighted(city.region.cuisines))!;
    const dish = random
      .pick(cuisine.dishes)
      .name.replace(/\(.*\)/, "")
      .trim()
      .toLowerCase();
    switch (kind) {
      case "dish":
        return dish;
      case "begun dish": {
        const words = dish.split(" ");
        const last = words.at(-1)!;
        return [...words.slice(0, -1), last.slice(0, Math.max(2, Math.ceil(last.length / 2)))].join(" ");
      }
      case "cuisine":
        return cuisine.name.toLowerCase();
      case "name": {
        const place = city.placeNames[Math.floor(city.placeNames.length * random.next() ** 3)] ?? city.name;
        return `${random.chance(0.5) ? place : random.pick(city.region.families)} ${random.pick(cuisine.nouns)}`;
      }
      case "misspelt dish":
        return misspell(dish, random);
      case "dish and cuisine":
        return `${dish.split(" ").at(-1)} ${cuisine.name.toLowerCase()}`;
    }
  }

  #at({ lat, lng }: Location): Record<string, string> {
    this.#asked += 1;
    return { lat: degrees(lat), lng: degrees(lng), radiusKm: (5 + this.#asked * 1e-5).toFixed(5) };
  }

  #filters({ region }: WorldCity): Record<string, string>[] {
    const random = this.#random;
    return [
      { cuisine: random.weighted(region.cuisines) },
      { veg: "true" },
      { minRating: random.pick(["3", "3.5", "4", "4.5"]) },
      { maxCostForTwo: String(region.dishPrice * random.pick([3, 5, 7, 10])) },
      { openNow: "true" },
    ];
  }
}

export function searchPath(search: Readonly<Record<string, string>>): string {
  return `/v1/restaurants?${new URLSearchParams(search).toString()}`;
}

function degrees(value: number): string {
  return value.toFixed(6);
}

/** As many slips as search forgives, in the longest word: none below 5 letters, two from 9. Never in its first letter. */
export function misspell(text: string, random: Random): string {
  const words = text.split(" ");
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best), "");
  const slips = longest.length >= 9 ? 2 : longest.length >= 5 ? 1 : 0;
  let word = longest;
  for (let slip = 0; slip < slips; slip++) {
    const at = random.int(1, word.length - 2);
    const [before, letter, next, after] = [word.slice(0, at), word[at]!, word[at + 1]!, word.slice(at + 2)];
    const other = random.pick("aeiourstln".split(""));
    word = random.pick([
      `${before}${next}${letter}${after}`,
      `${before}${next}${after}`,
      `${before}${letter}${letter}${next}${after}`,
      `${before}${other}${next}${after}`,
    ]);
  }
  return words.map((one) => (one === longest ? word : one)).join(" ");
}
