import { z } from "zod";
import type { RestaurantSearch } from "@tiffin/domain/wire/restaurants";
import { openCursor, sealCursor } from "../../paging/index.ts";

/**
 * Where a page ended: in which window of the engine's order, and after whom. Not a count of rows, so that nobody is
 * shown twice or left out when a kitchen opens or closes between two pages.
 */
const positionSchema = z.object({
  window: z.int().min(0),
  after: z.object({ numbers: z.array(z.number().nullable()), id: z.string() }).nullable(),
});
export type PagePosition = z.output<typeof positionSchema>;

const FIRST: PagePosition = { window: 0, after: null };

/** @throws DomainError VALIDATION_FAILED for a forged or foreign cursor */
export function openPagePosition(secret: string, search: RestaurantSearch): PagePosition {
  return search.cursor === undefined ? FIRST : openCursor(secret, scopeOf(search), search.cursor, positionSchema);
}

export function sealPagePosition(secret: string, search: RestaurantSearch, position: PagePosition): string {
  return sealCursor(secret, scopeOf(search), position);
}

/** Everything that decides the order; a cursor is good for this only. */
function scopeOf({ cursor: _cursor, limit: _limit, explain: _explain, ...search }: RestaurantSearch): string {
  return JSON.stringify(["restaurants", ...Object.entries(search).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
