import type { Suggestions } from "@tiffin/domain/wire/restaurants";

/** One line under the search field. */
export type Suggestion =
  | { kind: "recent"; key: string; words: string }
  | { kind: "forget"; key: string }
  | { kind: "cuisine"; key: string; name: string; count: number }
  | { kind: "dish"; key: string; name: string; count: number }
  | { kind: "restaurant"; key: string; id: string; name: string; distanceMeters: number };

export type SuggestionGroup = { kind: "recent" | "cuisine" | "dish" | "restaurant"; lines: Suggestion[] };

/** Before anything is typed, what was searched for before; then what the letters may become. */
export function suggestionGroups(
  typed: string,
  recent: readonly string[],
  found: Suggestions | undefined,
): SuggestionGroup[] {
  if (typed.trim() === "") {
    if (recent.length === 0) return [];
    const lines = recent.map((words): Suggestion => ({ kind: "recent", key: `recent-${words}`, words }));
    return [{ kind: "recent", lines: [...lines, { kind: "forget", key: "forget" }] }];
  }
  if (!found) return [];
  const groups: SuggestionGroup[] = [
    {
      kind: "cuisine",
      lines: found.cuisines.slice(0, 2).map(({ name, restaurantCount }) => {
        return { kind: "cuisine", key: `cuisine-${name}`, name, count: restaurantCount };
      }),
    },
    {
      kind: "dish",
      lines: found.dishes.slice(0, 5).map(({ name, restaurantCount }) => {
        return { kind: "dish", key: `dish-${name}`, name, count: restaurantCount };
      }),
    },
    {
      kind: "restaurant",
      lines: found.restaurants.slice(0, 4).map(({ id, name, distanceMeters }) => {
        return { kind: "restaurant", key: `restaurant-${id}`, id, name, distanceMeters };
      }),
    },
  ];
  return groups.filter((group) => group.lines.length > 0);
}
