import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { CatalogueEntry } from "./catalogue.ts";
import type { Criterion, Feel, Filters, JudgedQuery } from "./judged-queries.ts";

/** As far as a search asks. */
export const RADIUS_KM = 5;

/** The grade of every restaurant that a query may find; those not worth a 1 are left out. By restaurant id. */
export function gradesFor(
  query: JudgedQuery,
  feel: Feel,
  catalogue: readonly CatalogueEntry[],
): ReadonlyMap<string, number> {
  const grades = new Map<string, number>();
  for (const entry of catalogue) {
    const km = distanceMeters(query.place, entry.location) / 1_000;
    if (km > RADIUS_KM || !passes(query.filters, entry)) continue;
    const rule = query.need.grades.find(({ when }) => fits(when, entry, km));
    if (rule !== undefined) grades.set(entry.id, query.need.felt ? felt(rule.grade, feel, entry, km) : rule.grade);
  }
  return grades;
}

function felt(grade: number, feel: Feel, entry: CatalogueEntry, km: number): number {
  const lost = feel.demote.reduce((sum, { by, when }) => (fits(when, entry, km) ? sum + by : sum), 0);
  return Math.max(feel.floor, grade - lost);
}

function passes(filters: Filters, entry: CatalogueEntry): boolean {
  return (
    (filters.minRating === undefined || (entry.rating ?? -1) >= filters.minRating) &&
    (filters.maxCostForTwo === undefined ||
      (entry.costForTwo !== null && entry.costForTwo * 100 <= filters.maxCostForTwo)) &&
    (filters.veg !== true || entry.pureVeg) &&
    (filters.cuisine === undefined || isOneOf(entry.cuisines, filters.cuisine))
  );
}

export function fits(criterion: Criterion, entry: CatalogueEntry, km: number): boolean {
  const c = criterion;
  const names = entry.localName === null ? [entry.name] : [entry.name, entry.localName];
  return (
    (c.name === undefined || stands(c.name, names)) &&
    (c.nameIs === undefined || plain(entry.name) === plain(c.nameIs)) &&
    (c.cuisine === undefined || isOneOf(entry.cuisines, c.cuisine)) &&
    (c.mainCuisine === undefined || isOneOf(entry.cuisines.slice(0, 1), c.mainCuisine)) &&
    (c.dish === undefined || stands(c.dish, entry.dishes)) &&
    (c.area === undefined || stands(c.area, [entry.address])) &&
    (c.pureVeg === undefined || entry.pureVeg === c.pureVeg) &&
    (c.maxCostForTwo === undefined || (entry.costForTwo !== null && entry.costForTwo <= c.maxCostForTwo)) &&
    (c.withinKm === undefined || km <= c.withinKm) &&
    (c.beyondKm === undefined || km > c.beyondKm) &&
    (c.ratedBelow === undefined || (entry.rating !== null && entry.rating < c.ratedBelow)) &&
    (c.unrated === undefined || (entry.rating === null) === c.unrated) &&
    (c.all === undefined || c.all.every((part) => fits(part, entry, km))) &&
    (c.any === undefined || c.any.some((part) => fits(part, entry, km)))
  );
}

function listOf(texts: string | readonly string[]): readonly string[] {
  return typeof texts === "string" ? [texts] : texts;
}

function isOneOf(cuisines: readonly string[], wanted: string | readonly string[]): boolean {
  return listOf(wanted).some((one) => cuisines.some((cuisine) => plain(cuisine) === plain(one)));
}

/** One of the phrases stands in one of the texts, from the beginning of a word to the end of one. */
function stands(phrases: string | readonly string[], texts: readonly string[]): boolean {
  return listOf(phrases).some((phrase) => {
    const wanted = ` ${plain(phrase)}`;
    return texts.some((text) => {
      const padded = ` ${plain(text)} `;
      return padded.includes(`${wanted} `) || padded.includes(`${wanted}s `);
    });
  });
}

/**
 * The judge's own reading of text, on purpose not search's: the catalogue's spelling is taken as it is, but for case,
 * accents and punctuation.
 */
const plainTexts = new Map<string, string>();
function plain(text: string): string {
  const known = plainTexts.get(text);
  if (known !== undefined) return known;
  const made = text
    .normalize("NFD")
    .replace(/[\u0300-\u036f'’]/g, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
  plainTexts.set(text, made);
  return made;
}
