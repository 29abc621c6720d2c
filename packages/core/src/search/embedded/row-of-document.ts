import { TEXT_GAP, type NewSearchDocument } from "@tiffin/db/queries/search-documents";
import { weekRanges, type WeekRange } from "@tiffin/domain/opening-hours/week-minutes";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { canonicalSpelling, foldText, wordsOf } from "@tiffin/domain/search/text";

/** Longer words are cut: nobody types them, and Postgres has a limit. */
const MAX_WORD = 40;

export function rowOfDocument(document: SearchDocument): NewSearchDocument {
  const { sameDay, fromDayBefore } = weekRanges(document.hours);
  const dishNames = document.dishes.map((dish) => dish.name);
  return {
    restaurantId: document.id,
    cityId: document.cityId,
    nameText: foldText(document.name),
    fullText: foldText([document.name, document.localName ?? "", ...document.cuisines, ...dishNames].join(" ")),
    tsv: tsvectorText([
      [[document.name, document.localName ?? ""], "A"],
      [document.cuisines, "B"],
      [dishNames, "C"],
    ]),
    cuisines: [...document.cuisines],
    lat: document.location.lat,
    lng: document.location.lng,
    rating: document.rating,
    ratingCount: document.ratingCount,
    costForTwo: document.costForTwo,
    isPureVeg: document.isPureVeg,
    prepMinutes: document.prepMinutes,
    deliveryRadiusMeters: document.deliveryRadiusMeters,
    orderable: document.orderable,
    acceptingOrders: document.acceptingOrders,
    pausedUntil: document.pausedUntil === null ? null : new Date(document.pausedUntil),
    timeZone: document.timeZone,
    openSameDay: multirange(sameDay),
    openFromDayBefore: multirange(fromDayBefore),
    closures: [...document.closures],
    document,
  };
}

/** All the words that a document can be found by, each once, with its letters in order. */
export function termsOf(documents: readonly SearchDocument[]): { term: string; letters: string }[] {
  const terms = new Set<string>();
  for (const document of documents) {
    const texts = [
      document.name,
      document.localName ?? "",
      ...document.cuisines,
      ...document.dishes.map((d) => d.name),
    ];
    for (const text of texts) for (const term of termsIn(text)) terms.add(term);
  }
  return [...terms].sort().map((term) => ({ term, letters: [...term].sort().join("") }));
}

function termsIn(text: string): string[] {
  return wordsOf(text).flatMap(spellingsOf);
}

function spellingsOf(word: string): string[] {
  const cut = [...word].slice(0, MAX_WORD).join("");
  return [...new Set([cut, canonicalSpelling(cut)])];
}

/** A tsvector in Postgres' own notation: each word with its positions and the weight of the text that it stands in. */
function tsvectorText(parts: readonly (readonly [texts: readonly string[], weight: "A" | "B" | "C"])[]): string {
  const places = new Map<string, string[]>();
  let position = 1;
  for (const [texts, weight] of parts) {
    for (const text of texts) {
      for (const spellings of wordsOf(text).map(spellingsOf)) {
        for (const term of spellings) {
          const known = places.get(term) ?? [];
          // Postgres keeps no more than this of each word, and no position beyond.
          if (known.length < 255) places.set(term, [...known, `${Math.min(position, 16_383)}${weight}`]);
        }
        position += 1;
      }
      position += TEXT_GAP;
    }
  }
  return [...places].map(([term, at]) => `'${term}':${at.join(",")}`).join(" ");
}

function multirange(ranges: readonly WeekRange[]): string {
  return `{${ranges.map(({ from, to }) => `[${from},${to})`).join(",")}}`;
}
