import { NAME_MARK } from "@tiffin/db/queries/search/suggest-rows";
import { ADDRESS_MARK } from "@tiffin/db/queries/search/text-match";
import { TEXT_GAP } from "@tiffin/db/queries/search/text-score";
import type { SearchDocumentRow } from "@tiffin/db/queries/search/write-documents";
import { weekRanges, type WeekRange } from "@tiffin/domain/opening-hours/week-minutes";
import type { SearchDocument } from "@tiffin/domain/search/document";
import { foldText, indexForms, wordsOf } from "@tiffin/domain/search/text";
import { cellOf, PLACE_GRID, WORD_GRID } from "./cells.ts";

/** Longer words are cut: nobody types them, and Postgres has a limit. */
const MAX_WORD = 40;
const MAX_KNOWN_TEXTS = 50_000;

export function rowOfDocument(document: SearchDocument): SearchDocumentRow {
  const { sameDay, fromDayBefore } = weekRanges(document.hours);
  const dishNames = document.dishes.map((dish) => dish.name);
  const names = [document.name, document.localName ?? ""];
  const head: WeightedTexts[] = [
    [names, "A"],
    [document.cuisines.slice(0, 1), "B"],
    [document.cuisines.slice(1), "D"],
  ];
  const cell = wordCell(cellOf(WORD_GRID, document.location));
  return {
    restaurant_id: document.id,
    city_id: document.cityId,
    lat: document.location.lat,
    lng: document.location.lng,
    cell: cellOf(PLACE_GRID, document.location),
    rating_count: document.ratingCount,
    cost_for_two: document.costForTwo,
    delivery_radius_meters: document.deliveryRadiusMeters,
    prep_minutes: document.prepMinutes,
    is_pure_veg: document.isPureVeg,
    orderable: document.orderable,
    accepting_orders: document.acceptingOrders,
    paused_until: document.pausedUntil,
    rating: document.rating,
    time_zone: document.timeZone,
    open_same_day: multirange(sameDay),
    open_from_day_before: multirange(fromDayBefore),
    closures: document.closures,
    cuisines: document.cuisines,
    cuisine_keys: document.cuisines.map((cuisine) => cuisine.toLowerCase()),
    name_text: foldText(document.name),
    head: tsvectorText(head),
    words: [
      tsvectorText([...head, [dishNames, "C"]], cell),
      tsvectorText([[names, "A"]], `${cell}${NAME_MARK}`),
      tsvectorText([[[document.address ?? ""], "D"]], `${cell}${ADDRESS_MARK}`),
    ].join(" "),
    dish_names: dishNames,
    document,
  };
}

/** How a cell of the coarse grid stands before the words of the index. */
export function wordCell(cell: number): string {
  return `${cell.toString(36)}/`;
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
    for (const text of texts) for (const forms of formsIn(text)) for (const term of forms) terms.add(term);
  }
  return [...terms].sort().map((term) => ({ term, letters: [...term].sort().join("") }));
}

const known = new Map<string, readonly (readonly string[])[]>();

/** Of each word of a text all that it is to be found by. Menus repeat each other, so most texts are known already. */
function formsIn(text: string): readonly (readonly string[])[] {
  const found = known.get(text);
  if (found !== undefined) return found;
  const forms = wordsOf(text).map((word) => [...new Set(indexForms(word).map(cut))]);
  if (known.size >= MAX_KNOWN_TEXTS) known.clear();
  known.set(text, forms);
  return forms;
}

function cut(word: string): string {
  return word.length <= MAX_WORD ? word : [...word].slice(0, MAX_WORD).join("");
}

type WeightedTexts = readonly [texts: readonly string[], weight: "A" | "B" | "C" | "D"];

/** A tsvector in Postgres' own notation: each word with its positions and the weight of the text that it stands in. */
function tsvectorText(parts: readonly WeightedTexts[], prefix = ""): string {
  const places = new Map<string, string[]>();
  let position = 1;
  for (const [texts, weight] of parts) {
    for (const text of texts) {
      for (const forms of formsIn(text)) {
        for (const term of forms) {
          const known = places.get(term) ?? [];
          // Postgres keeps no more than this of each word, and no position beyond.
          if (known.length < 255) places.set(term, [...known, `${Math.min(position, 16_383)}${weight}`]);
        }
        position += 1;
      }
      position += TEXT_GAP;
    }
  }
  return [...places].map(([term, at]) => `'${prefix}${term}':${at.join(",")}`).join(" ");
}

function multirange(ranges: readonly WeekRange[]): string {
  return `{${ranges.map(({ from, to }) => `[${from},${to})`).join(",")}}`;
}
