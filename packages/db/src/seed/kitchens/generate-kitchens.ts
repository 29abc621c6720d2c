import type { NamedStretch } from "../city/network.ts";
import type { City } from "../city/generate-city.ts";
import { middleOf } from "../city/naming.ts";
import { neighbourhoods } from "../city/plan.ts";
import { distance, lengthOf } from "../city/plane.ts";
import type { Point } from "../city/plane.ts";
import { beside, weightedStretches } from "../city/places.ts";
import { toLngLat } from "../city/projection.ts";
import { seededRandom } from "../random.ts";
import type { Random } from "../random.ts";
import { concepts } from "./concepts.ts";
import type { Concept, HoursKey, Named } from "./concept.ts";
import { weekOf } from "./hours.ts";
import type { SeedHours } from "./hours.ts";
import { composeMenu } from "./menu.ts";
import type { SeedSection } from "./menu.ts";

export interface SeedRestaurant {
  name: string;
  localName: string | null;
  cuisines: string[];
  line1: string;
  neighbourhood: string;
  lat: number;
  lng: number;
  rating: number | null;
  ratingCount: number;
  /** Paise. */
  costForTwo: number;
  isPureVeg: boolean;
  prepMinutes: number;
  deliveryRadiusMeters: number;
  packagingFee: number;
  imageKey: string;
  hours: SeedHours[];
  alwaysOpen: boolean;
  sections: SeedSection[];
}

/** The town's kitchens with their menus: on streets with shops, more of them where the town is denser. */
export function generateKitchens(city: City, seed: number): SeedRestaurant[] {
  const random = seededRandom(seed).fork("kitchens");
  const nameOf = namer(random.fork("names"));
  const taken: Point[] = [];
  const kitchens: SeedRestaurant[] = [];
  const order = random.shuffle(concepts.flatMap((concept) => Array.from({ length: concept.count }, () => concept)));
  const streets = shoppingStreets(city);
  const always = new Map<Concept, number>();
  for (const concept of order) {
    const { at, stretch } = findCorner(streets, taken, random);
    taken.push(at);
    const isPureVeg = random.chance(concept.vegOnly) && vegDishes(concept) >= 18;
    const { sections, cuisines } = composeMenu(concept, isPureVeg, random);
    // The first of each kind that may is open round the clock, so that there is something to eat at any hour.
    const mayAlways = concept.hours.some(([kind]) => kind === "always");
    const count = always.get(concept) ?? 0;
    const hoursKind: HoursKey = mayAlways && count < 2 ? "always" : random.weighted(concept.hours);
    if (hoursKind === "always") always.set(concept, count + 1);
    const rated = random.chance(0.95);
    const rating = Math.min(4.9, Math.max(2.9, random.normal(4.1, 0.33)));
    const [lng, lat] = toLngLat(at);
    const hood = city.terrain.neighbourhoodAt(at).name;
    kitchens.push({
      ...nameOf(concept, hood),
      cuisines,
      line1: addressOf(stretch, hood, `${random.int(1, 280)}${random.chance(0.15) ? "/1" : ""}`),
      neighbourhood: hood,
      lat,
      lng,
      rating: rated ? Math.round(rating * 10) / 10 : null,
      ratingCount: rated ? Math.round(Math.exp(random.normal(5.6, 1.05))) + 5 : 0,
      costForTwo: costForTwo(sections),
      isPureVeg,
      prepMinutes: random.int(...concept.prepMinutes),
      deliveryRadiusMeters: hoursKind === "always" ? 7_000 : random.int(9, 14) * 500,
      packagingFee: random.pick([0, 500, 1_000, 1_000, 1_500, 2_000]),
      imageKey: concept.art,
      hours: weekOf(hoursKind, random),
      alwaysOpen: hoursKind === "always",
      sections,
    });
  }
  return kitchens;
}

function vegDishes(concept: Concept): number {
  return concept.menu.reduce((sum, section) => sum + section.dishes.filter((dish) => dish.veg).length, 0);
}

/** "44/1, Fort Road, Kote Pete"; streets of a layout carry its name already. */
export function addressOf(stretch: NamedStretch, hood: string, number: string): string {
  return stretch.name.includes(",") ? `${number}, ${stretch.name}` : `${number}, ${stretch.name}, ${hood}`;
}

function shoppingStreets(city: City): (readonly [NamedStretch, number])[] {
  const share = new Map(neighbourhoods.map((hood) => [hood.name, hood]));
  return weightedStretches(city, (stretch) => {
    if (stretch.bridge || stretch.way.class === "highway") return 0;
    const middle = middleOf(stretch);
    if (city.terrain.builtUp(middle) < 0.15) return 0;
    const hood = share.get(city.terrain.neighbourhoodAt(middle).name)!;
    const busy = stretch.way.class === "arterial" || stretch.way.class === "collector";
    const dense = hood.kind === "old town" || hood.kind === "market";
    return hood.kitchens * (busy ? 1 : dense ? 0.35 : 0.03) * lengthOf(stretch.line);
  });
}

function findCorner(
  streets: readonly (readonly [NamedStretch, number])[],
  taken: readonly Point[],
  random: Random,
): { at: Point; stretch: NamedStretch } {
  for (;;) {
    const stretch = random.weighted(streets);
    const at = beside(stretch, random, 11);
    if (taken.every((other) => distance(other, at) > 13)) return { at, stretch };
  }
}

/** What two people pay for an ordinary meal, rounded to 50 rupees. */
function costForTwo(sections: readonly SeedSection[]): number {
  const prices = sections.flatMap((section) => section.items.map((item) => item.price)).sort((a, b) => a - b);
  const median = prices[Math.floor(prices.length / 2)] ?? 10_000;
  return Math.max(10_000, Math.round((median * 2.6) / 5_000) * 5_000);
}

/** Names as such a town has them; a name that is taken gets its neighbourhood after it. */
function namer(random: Random): (concept: Concept, hood: string) => { name: string; localName: string | null } {
  const used = new Set<string>();
  const decks = new Map<Concept, [Named, Named][]>();
  return (concept, hood) => {
    let deck = decks.get(concept);
    if (!deck) {
      deck = random.shuffle(
        concept.patterns.flatMap((pattern) => concept.words.map((word): [Named, Named] => [pattern, word])),
      );
      // The same word twice in a row of neighbours looks copied: the deck is dealt word by word.
      const seen = new Map<Named, number>();
      const rounds = deck.map((pair) => {
        const round = seen.get(pair[1]) ?? 0;
        seen.set(pair[1], round + 1);
        return [round, pair] as const;
      });
      deck = rounds.sort((a, b) => b[0] - a[0]).map(([, pair]) => pair);
      decks.set(concept, deck);
    }
    const [pattern, word] = deck.pop() ?? [random.pick(concept.patterns), random.pick(concept.words)];
    let name = pattern[0].replace("*", word[0]);
    if (used.has(name)) name = `${name}, ${hood}`;
    for (let n = 2; used.has(name); n++) name = `${pattern[0].replace("*", word[0])} ${n}, ${hood}`;
    used.add(name);
    const localName = pattern[1] && word[1] ? pattern[1].replace("*", word[1]) : null;
    return { name, localName };
  };
}
