import { choices } from "../food/dish.ts";
import type { Choice, Dish, DishSection } from "../food/dish.ts";
import type { Random } from "../random.ts";
import type { Concept } from "./concept.ts";

export interface SeedItem {
  name: string;
  description: string;
  /** Paise. */
  price: number;
  isVeg: boolean;
  imageKey: string;
  popularity: number;
  optionGroups: { name: string; min: number; max: number; options: { name: string; price: number }[] }[];
}

export interface SeedSection {
  name: string;
  items: SeedItem[];
}

const fewest = 15;
const most = 45;

/** A kitchen's own selection of what its cuisine offers, at its own prices. */
export function composeMenu(
  concept: Concept,
  isPureVeg: boolean,
  random: Random,
): { sections: SeedSection[]; cuisines: string[] } {
  const cuisines = [...concept.cuisines];
  const sources: DishSection[] = [...concept.menu];
  for (const [chance, cuisine, menu] of concept.also ?? []) {
    if (!random.chance(chance)) continue;
    cuisines.push(cuisine);
    sources.push(...menu);
  }
  const level = random.range(...concept.price);
  const all = sources.map((source) => ({
    source,
    dishes: source.dishes.filter((dish) => dish.veg || !isPureVeg),
  }));
  const total = all.reduce((sum, { dishes }) => sum + dishes.length, 0);
  const wanted = Math.min(most, Math.max(fewest, Math.round(total * random.range(0.72, 0.98))));
  const leave = new Set(
    random.sample(
      all.flatMap(({ dishes }) => dishes),
      Math.max(0, total - wanted),
    ),
  );
  const sections = new Map<string, SeedSection>();
  const listed = new Set<string>();
  for (const { source, dishes } of all) {
    for (const dish of dishes) {
      if (leave.has(dish) || listed.has(dish.name)) continue;
      listed.add(dish.name);
      const section = sections.get(source.name) ?? { name: source.name, items: [] };
      sections.set(source.name, section);
      section.items.push(toItem(dish, source.art, level, random));
    }
  }
  return { sections: [...sections.values()], cuisines };
}

function toItem(dish: Dish, art: string, level: number, random: Random): SeedItem {
  // Menus end their prices in 0, 5 or 9.
  const raw = dish.rupees * level * random.range(0.94, 1.06);
  const rupees =
    raw < 100
      ? Math.max(10, Math.round(raw / 5) * 5)
      : random.chance(0.3)
        ? Math.round(raw / 10) * 10 - 1
        : Math.round(raw / 10) * 10;
  return {
    name: dish.name,
    description: dish.description,
    price: rupees * 100,
    isVeg: dish.veg,
    imageKey: art,
    popularity: Math.round(Math.exp(random.normal(2.6, 1))),
    optionGroups: dish.choices.map((key) => {
      const choice: Choice = choices[key];
      return {
        name: choice.name,
        min: choice.min,
        max: choice.max,
        options: choice.options.map(([name, extra]) => ({ name, price: Math.round((extra * level) / 5) * 500 })),
      };
    }),
  };
}
