/** A cuisine that was ordered this long ago counts half. */
const HALF_LIFE_DAYS = 30;
/** After so many (fresh) orders one's taste is known two thirds; after twice as many, nearly nine tenths. */
const ORDERS_TO_KNOW = 3;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** How much somebody likes a cuisine, 0–1, by its name in lower case. Empty for somebody of whom nothing is known. */
export type Taste = ReadonlyMap<string, number>;

export const NO_TASTE: Taste = new Map();

export interface TastedOrder {
  readonly cuisines: readonly string[];
  readonly orderedAt: Date;
}

/**
 * What somebody likes, from what they ordered: the share of each cuisine in their orders, decayed with time, as far as
 * so few orders tell. The favourite of a regular comes near 1.
 */
export function tasteOf(orders: readonly TastedOrder[], now: Date): Taste {
  const counts = new Map<string, number>();
  let all = 0;
  for (const { cuisines, orderedAt } of orders) {
    const days = Math.max(0, now.getTime() - orderedAt.getTime()) / DAY_MS;
    const weight = 2 ** (-days / HALF_LIFE_DAYS);
    all += weight;
    // A kitchen of three cuisines says less about each of them.
    for (const cuisine of new Set(cuisines.map(nameOf))) {
      counts.set(cuisine, (counts.get(cuisine) ?? 0) + weight / Math.sqrt(cuisines.length));
    }
  }
  const most = Math.max(...counts.values());
  const known = 1 - Math.exp(-all / ORDERS_TO_KNOW);
  return new Map([...counts].map(([cuisine, count]) => [cuisine, (count / most) * known]));
}

/** How well a kitchen suits a taste, 0–1: by its best-liked cuisine. */
export function tasteFit(taste: Taste, cuisines: readonly string[]): number {
  let best = 0;
  if (taste.size === 0) return best;
  for (const cuisine of cuisines) best = Math.max(best, taste.get(nameOf(cuisine)) ?? 0);
  return best;
}

function nameOf(cuisine: string): string {
  return cuisine.toLowerCase();
}
