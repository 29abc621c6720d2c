import type { RestaurantCard } from "@tiffin/domain/wire/restaurants";

/** Whether a kitchen would cook for this place now. */
export const isAway = (card: Pick<RestaurantCard, "isOpen" | "canDeliver">): boolean =>
  !card.isOpen || !card.canDeliver;

/**
 * Where those that can't be ordered from begin, when the ranking put all of them at the end; the length of the list when
 * they stand among the others (another order was chosen) or when there are no others.
 */
export function firstAway(cards: readonly Pick<RestaurantCard, "isOpen" | "canDeliver">[]): number {
  const first = cards.findIndex(isAway);
  if (first < 1) return cards.length;
  return cards.slice(first).every(isAway) ? first : cards.length;
}
