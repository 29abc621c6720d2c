import type { DishSection } from "../food/dish.ts";

/** An English name and, where the signboard has one, the name in Devanagari. */
export type Named = readonly [english: string, local?: string];

export interface Concept {
  art: string;
  count: number;
  cuisines: readonly string[];
  menu: readonly DishSection[];
  /** A second kitchen under the same roof: how often, and what it adds. */
  also?: readonly (readonly [chance: number, cuisine: string, menu: readonly DishSection[]])[];
  /** `*` stands for one of the words. */
  patterns: readonly Named[];
  words: readonly Named[];
  hours: readonly (readonly [HoursKey, number])[];
  prepMinutes: readonly [number, number];
  /** Times the usual price. */
  price: readonly [number, number];
  vegOnly: number;
}

export type HoursKey = "morning" | "darshini" | "all day" | "split" | "evening" | "late" | "night" | "shop" | "always";
