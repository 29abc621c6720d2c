import { isOpenAt, nextOpening } from "@tiffin/domain/opening-hours/opening-hours";
import type { SearchDocument } from "@tiffin/domain/search/document";

/** Who doesn't say when they open is asked again after this long. */
const UNKNOWN_HOLDS_MS = 3_600_000;

/** What was found for a document holds until that moment: hours are looked through once, not for every search. */
const found = new WeakMap<SearchDocument, { readonly at: Date | null; readonly until: number }>();

/** When a restaurant that is closed now takes orders again; null when nobody can say. */
export function opensAgain(document: SearchDocument, now: Date): Date | null {
  if (!document.acceptingOrders) return null;
  const known = found.get(document);
  if (known !== undefined && known.until > now.getTime()) return known.at;
  const at = afterPause(document, now) ?? nextOpening(document, now);
  found.set(document, { at, until: at?.getTime() ?? now.getTime() + UNKNOWN_HOLDS_MS });
  return at;
}

/** The end of a kitchen's pause, when it falls into its hours; else its hours have the word. */
function afterPause(document: SearchDocument, now: Date): Date | null {
  if (document.pausedUntil === null) return null;
  const end = new Date(document.pausedUntil);
  return end > now && isOpenAt(document, end) ? end : null;
}
