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

/** "6:30 pm" today, "Mon 11:00 am" later, by the clock of the kitchen's city. */
export function openingTime(at: string, locale: string, timeZone: string, now = new Date()): string {
  const when = new Date(at);
  const format = (options: Intl.DateTimeFormatOptions, language = locale) =>
    new Intl.DateTimeFormat(language, { timeZone, ...options }).format(when);
  const day = (date: Date) => new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short" }).format(date);
  const time = format({ hour: "numeric", minute: "2-digit" });
  return day(when) === day(now) ? time : `${format({ weekday: "short" })} ${time}`;
}
