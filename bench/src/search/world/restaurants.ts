import { seededRandom, type Random } from "@tiffin/db/seed/random";
import { destination } from "@tiffin/domain/geo/distance";
import type { Location } from "@tiffin/domain/geo/location";
import { cuisines, type Cuisine, type WorldDish } from "./cuisines.ts";
import type { WorldCity } from "./cities.ts";

export interface WorldRestaurant {
  readonly name: string;
  readonly cuisines: readonly string[];
  readonly location: Location;
  readonly rating: number | null;
  readonly ratingCount: number;
  readonly costForTwo: number | null;
  readonly isPureVeg: boolean;
  readonly prepMinutes: number;
  readonly deliveryRadiusMeters: number;
  readonly acceptingOrders: boolean;
  /** Paused for so many minutes from now on. */
  readonly pausedMinutes: number | null;
  readonly hours: readonly { weekday: number; opensMinute: number; closesMinute: number }[];
  readonly closesTomorrow: boolean;
  readonly dishes: readonly { name: string; isVeg: boolean; price: number; popularity: number }[];
}

/** A menu has 12 to 20 dishes: fewer than a real one, so that half a million of them are filled in minutes. */
const FEWEST_DISHES = 12;
const MOST_DISHES = 20;

/** The restaurants of a city, always the same ones for the same seed. */
export function* restaurantsOf(city: WorldCity, seed: number): Generator<WorldRestaurant> {
  const random = seededRandom(seed).fork(`city ${city.number}`);
  const draw = drawer(random, city.region.cuisines);
  for (let n = 0; n < city.restaurants; n++) yield restaurant(city, random, draw);
}

/** People and restaurants stand around the centre in the same bell. */
export function placeIn(city: WorldCity, random: Random): Location {
  const meters = Math.hypot(random.normal(0, city.spreadMeters), random.normal(0, city.spreadMeters));
  return destination(city.location, random.range(0, 360), meters);
}

function restaurant(city: WorldCity, random: Random, drawCuisine: () => string): WorldRestaurant {
  const kitchen = cuisineNamed(drawCuisine());
  const second = random.chance(0.45) ? cuisineNamed(drawCuisine()) : undefined;
  const isPureVeg = random.chance(kitchen.dishes.filter((dish) => dish.isVeg).length / kitchen.dishes.length / 3);
  const priceLevel = Math.exp(random.normal(0, 0.45));
  const isRated = random.chance(0.82);
  return {
    name: nameOf(city, kitchen, random),
    cuisines: [
      ...new Set([
        kitchen.name,
        ...kitchen.also.filter(() => random.chance(0.4)),
        ...(second === undefined ? [] : [second.name]),
      ]),
    ].slice(0, 4),
    location: placeIn(city, random),
    rating: isRated ? Math.round(Math.min(4.9, Math.max(2.2, random.normal(3.9, 0.45))) * 10) / 10 : null,
    ratingCount: isRated ? Math.round(Math.exp(random.normal(4.5, 1.4))) + 1 : 0,
    costForTwo: random.chance(0.9) ? Math.max(1, Math.round(city.region.dishPrice * priceLevel * 5)) : null,
    isPureVeg,
    prepMinutes: random.int(8, 35),
    deliveryRadiusMeters: random.int(3, 10) * 1_000,
    acceptingOrders: random.chance(0.97),
    pausedMinutes: random.chance(0.02) ? random.int(30, 600) : null,
    hours: hoursOf(random),
    closesTomorrow: random.chance(0.02),
    dishes: menuOf(kitchen, second, isPureVeg, city.region.dishPrice * priceLevel, random),
  };
}

function cuisineNamed(name: string): Cuisine {
  const cuisine = cuisines.get(name);
  if (cuisine === undefined) throw new Error(`nobody cooks ${name}`);
  return cuisine;
}

function nameOf(city: WorldCity, kitchen: Cuisine, random: Random): string {
  const noun = random.pick(kitchen.nouns);
  const family = random.pick(city.region.families);
  // Few places give their name to many restaurants, and many to few.
  const place = city.placeNames[Math.floor(city.placeNames.length * random.next() ** 3)] ?? city.name;
  const food = random
    .pick(kitchen.dishes)
    .name.replace(/\(.*\)/, "")
    .trim();
  switch (random.int(0, 5)) {
    case 0:
      return `${family}'s ${noun}`;
    case 1:
      return `${place} ${noun}`;
    case 2:
      return `${family} ${kitchen.name} ${noun}`;
    case 3:
      return `New ${place} ${kitchen.name}`;
    case 4:
      return `${food} by ${family}`;
    default:
      return `${noun} ${family}, ${place}`;
  }
}

function menuOf(
  kitchen: Cuisine,
  second: Cuisine | undefined,
  isPureVeg: boolean,
  price: number,
  random: Random,
): WorldRestaurant["dishes"] {
  const wanted = random.int(FEWEST_DISHES, MOST_DISHES);
  const chosen = new Map<string, WorldDish>();
  for (let tries = 0; chosen.size < wanted && tries < wanted * 4; tries++) {
    const dish = random.pick(second !== undefined && random.chance(0.35) ? second.dishes : kitchen.dishes);
    if (!isPureVeg || dish.isVeg) chosen.set(dish.name, dish);
  }
  return [...chosen.values()].map(({ name, isVeg }) => ({
    name,
    isVeg,
    price: Math.max(1, Math.round(price * random.range(0.5, 1.8))),
    popularity: Math.round(Math.exp(random.normal(2.6, 1))),
  }));
}

const h = (hour: number, minute = 0): number => hour * 60 + minute;
const WEEKS: readonly (readonly [ranges: readonly (readonly [number, number])[], weight: number])[] = [
  [[[h(9), h(22, 30)]], 8],
  [
    [
      [h(12), h(15)],
      [h(18, 30), h(23)],
    ],
    6,
  ],
  [[[h(7), h(21)]], 5],
  [[[h(11), h(25, 30)]], 4],
  [[[h(18), h(28)]], 3],
  [[[0, h(24)]], 1],
];

function hoursOf(random: Random): WorldRestaurant["hours"] {
  const ranges = random.weighted(WEEKS);
  const rests = random.chance(0.2) ? random.int(1, 7) : 0;
  return [1, 2, 3, 4, 5, 6, 7]
    .filter((weekday) => weekday !== rests)
    .flatMap((weekday) => ranges.map(([opensMinute, closesMinute]) => ({ weekday, opensMinute, closesMinute })));
}

function drawer(random: Random, weighted: readonly (readonly [string, number])[]): () => string {
  return () => random.weighted(weighted);
}
