import type { Refusal } from "./refusal.ts";
import type { Tags } from "./osm-tags.ts";

/** What can be ordered from by its kind alone, and the cuisine that goes with the kind where none is named. */
const eateries = new Map<string, string | undefined>([
  ["restaurant", undefined],
  ["fast_food", "fast_food"],
  ["cafe", "cafe"],
  ["food_court", undefined],
  ["ice_cream", "ice_cream"],
  ["canteen", undefined],
]);
/** These count when they say that they serve food. */
const maybeEateries = new Set(["bar", "pub", "biergarten"]);
const shops = new Map([
  ["bakery", "bakery"],
  ["pastry", "bakery"],
  ["confectionery", "sweets"],
]);
const pastPrefixes = ["disused", "was", "abandoned", "closed", "demolished", "removed", "razed", "destroyed"];
const futurePrefixes = ["proposed", "planned", "construction"];
/** Keys by which a feature says what it is. One without any of them is taken for what the file is about. */
const kindKeys = [
  "amenity",
  "shop",
  "highway",
  "building",
  "landuse",
  "natural",
  "leisure",
  "tourism",
  "office",
  "railway",
  "waterway",
  "barrier",
  "power",
  "craft",
  "historic",
  "man_made",
  "public_transport",
  "boundary",
  "place",
  "healthcare",
];

/** What kind of eatery a feature is, or why it is none. `cuisine` is what its kind says, in OpenStreetMap's spelling. */
export function eateryOf(tags: Tags, now: Date): { cuisine: string | undefined } | Refusal {
  const amenity = tags.get("amenity");
  const shop = tags.get("shop");
  const servesFood = tags.has("cuisine") || /^(yes|only)$/.test(tags.get("food") ?? "");
  const isEatery =
    (amenity !== undefined && (eateries.has(amenity) || (maybeEateries.has(amenity) && servesFood))) ||
    (shop !== undefined && shops.has(shop));
  if (!isEatery) {
    for (const prefix of pastPrefixes) {
      const was = tags.get(`${prefix}:amenity`, `${prefix}:shop`);
      if (was !== undefined && (eateries.has(was) || maybeEateries.has(was) || shops.has(was))) {
        return {
          code: "CLOSED_DOWN",
          field: "",
          detail: `${prefix}:${tags.has(`${prefix}:amenity`) ? "amenity" : "shop"}=${was}`,
        };
      }
    }
    const future = futurePrefixes.find((prefix) => tags.has(`${prefix}:amenity`));
    if (future !== undefined) return { code: "NOT_A_RESTAURANT", field: "", detail: `${future}: not open yet` };
    const kind = kindKeys.find((key) => tags.has(key));
    if (kind !== undefined)
      return { code: "NOT_A_RESTAURANT", field: "", detail: `${kind}=${tags.get(kind)}`.slice(0, 100) };
  }
  const closed = whyClosed(tags, now);
  if (closed !== undefined)
    return { code: "CLOSED_DOWN", field: closed.startsWith("opening") ? "hours" : "", detail: closed };
  return {
    cuisine:
      (amenity === undefined ? undefined : eateries.get(amenity)) ?? (shop === undefined ? undefined : shops.get(shop)),
  };
}

function whyClosed(tags: Tags, now: Date): string | undefined {
  for (const key of ["disused", "abandoned", "demolished"]) {
    if (tags.get(key) === "yes") return `${key}=yes`;
  }
  const hours = tags.get("opening_hours");
  if (hours !== undefined && /^"?(closed|off|closed permanently|permanently closed)"?$/i.test(hours))
    return `opening_hours=${hours}`;
  const end = tags.get("end_date");
  // 2019, 2019-05, 2019-05-31, ~2019: over when all of what it names is.
  const date = /\d{4}(-\d{2}(-\d{2})?)?/.exec(end ?? "")?.[0];
  if (date !== undefined && date < now.toISOString().slice(0, date.length)) return `end_date=${end}`;
  return undefined;
}
