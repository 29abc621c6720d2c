import { isPlausibleLocation } from "@tiffin/domain/geo/location";
import type { Location } from "@tiffin/domain/geo/location";
import type { OpeningRange } from "@tiffin/domain/opening-hours/opening-hours";
import type { ImportMap } from "./field-map.ts";
import { parseOpeningHours } from "./opening-hours-text.ts";
import type { SourceRow } from "./read-source.ts";

/** Why a row was not taken. */
export type RefusalCode =
  | "MALFORMED_ROW"
  | "NO_NAME"
  | "NO_LOCATION"
  | "LOCATION_IS_ZERO"
  | "LOCATION_OUT_OF_RANGE"
  | "FAR_FROM_CITY"
  | "DUPLICATE"
  | "NO_PRICE"
  | "BAD_PRICE";

/** What was left out of a row that was taken. */
export type NoteCode = "NO_RATING" | "NO_COST" | "CURRENCY_DIFFERS" | "HOURS_UNREADABLE" | "NO_HOURS";

export interface ImportedItem {
  section: string;
  name: string;
  description: string;
  /** Major units, as the file has it. */
  price: number;
  isVeg: boolean;
}

export interface ImportedRestaurant {
  sourceId: string;
  name: string;
  localName: string | null;
  location: Location | undefined;
  city: string | undefined;
  country: string | undefined;
  currency: string | undefined;
  line1: string;
  phone: string | null;
  cuisines: string[];
  rating: number | null;
  ratingCount: number;
  /** Major units. */
  costForTwo: number | null;
  isPureVeg: boolean;
  prepMinutes: number | undefined;
  hours: OpeningRange[] | undefined;
  notes: NoteCode[];
}

export type RowReading =
  | { ok: true; restaurant: ImportedRestaurant; item: ImportedItem | undefined }
  | { ok: false; code: RefusalCode; detail: string };

const refused = (code: RefusalCode, detail: string): RowReading => ({ ok: false, code, detail });

/** Makes sense of one row. A row of a menu may do without a place, when its restaurant is known otherwise. */
export function readRow({ values }: SourceRow, prefix: string, map: ImportMap): RowReading {
  const { name } = values;
  if (name === undefined || name.length > 200)
    return refused("NO_NAME", name === undefined ? "no name" : "name too long");
  const place = readPlace(values, map.places[name]);
  if ("code" in place) return refused(place.code, place.detail);
  let item: ImportedItem | undefined;
  if (values.item !== undefined) {
    if (values.price === undefined) return refused("NO_PRICE", values.item);
    const price = numberOf(values.price);
    if (price === undefined || price < 0 || price > 1_000_000)
      return refused("BAD_PRICE", `${values.item}: ${values.price}`);
    item = {
      section: values.section ?? "Menu",
      name: values.item.slice(0, 200),
      description: values.itemDescription?.slice(0, 1_000) ?? "",
      price,
      isVeg: isVeg(values.veg),
    };
  }
  const notes: NoteCode[] = [];
  const ratingCount = Math.max(0, Math.round(numberOf(values.ratingCount) ?? 0));
  const rawRating = numberOf(values.rating);
  const rating = rawRating === undefined || rawRating <= 0 || rawRating > 5 ? null : Math.round(rawRating * 10) / 10;
  if (rating === null) notes.push("NO_RATING");
  const cost = numberOf(values.costForTwo) ?? twice(numberOf(values.costPerPerson));
  const costForTwo = cost === undefined || cost <= 0 ? null : cost;
  if (costForTwo === null) notes.push("NO_COST");
  const hours = values.hours === undefined ? undefined : parseOpeningHours(values.hours);
  if (hours === undefined) notes.push(values.hours === undefined ? "NO_HOURS" : "HOURS_UNREADABLE");
  const line1 = values.address ?? values.locality ?? "";
  return {
    ok: true,
    item,
    restaurant: {
      sourceId: `${prefix}:${sourceKey(values, name, place.location)}`,
      name,
      localName: values.localName !== undefined && values.localName !== name ? values.localName : null,
      location: place.location,
      city: values.city,
      country: values.country,
      currency: values.currency,
      line1: line1.slice(0, 300),
      phone: values.phone?.slice(0, 40) ?? null,
      cuisines: listOf(values.cuisines),
      rating,
      ratingCount: rating === null ? 0 : ratingCount,
      costForTwo,
      isPureVeg: isYes(values.pureVeg),
      prepMinutes: minutesOf(values.prepMinutes),
      hours,
      notes,
    },
  };
}

function readPlace(
  values: SourceRow["values"],
  known: Location | undefined,
): { location: Location | undefined } | { code: RefusalCode; detail: string } {
  if (known) return { location: known };
  if (values.lat === undefined || values.lng === undefined) {
    if (values.item !== undefined) return { location: undefined };
    return { code: "NO_LOCATION", detail: "no coordinates" };
  }
  const location = { lat: numberOf(values.lat) ?? Number.NaN, lng: numberOf(values.lng) ?? Number.NaN };
  if (location.lat === 0 && location.lng === 0) return { code: "LOCATION_IS_ZERO", detail: "0,0" };
  if (!isPlausibleLocation(location)) return { code: "LOCATION_OUT_OF_RANGE", detail: `${values.lat},${values.lng}` };
  return { location };
}

/** The file's own id; without one, the name and the place to about ten meters. */
function sourceKey(values: SourceRow["values"], name: string, location: Location | undefined): string {
  if (values.id !== undefined) return values.id.replace(/^https?:\/\/(www\.)?/, "").slice(0, 200);
  const at = location === undefined ? "" : `@${location.lat.toFixed(4)},${location.lng.toFixed(4)}`;
  return `${name.toLowerCase().replace(/\s+/g, "-").slice(0, 100)}${at}`;
}

/** "1,100", "Rs. 350", "4.1/5" */
function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /-?\d[\d,]*(?:\.\d+)?/.exec(text);
  if (!match) return undefined;
  const value = Number(match[0].replaceAll(",", ""));
  return Number.isFinite(value) ? value : undefined;
}

const twice = (value: number | undefined): number | undefined => (value === undefined ? undefined : value * 2);

function minutesOf(text: string | undefined): number | undefined {
  const value = numberOf(text);
  return value !== undefined && value >= 1 && value <= 180 ? Math.round(value) : undefined;
}

/** "French, Japanese", "['Pizza', 'Italian']", "pizza;italian": each once, capitalised, ten at most. */
function listOf(text: string | undefined): string[] {
  if (text === undefined) return [];
  const parts = text
    .replace(/^\[|\]$/g, "")
    .split(/[,;|]/)
    .map((part) =>
      part
        .trim()
        .replace(/^['"]|['"]$/g, "")
        .trim(),
    )
    .filter((part) => part !== "" && part.length <= 60)
    .map((part) => part[0]!.toUpperCase() + part.slice(1));
  return [...new Set(parts)].slice(0, 10);
}

function isVeg(text: string | undefined): boolean {
  if (text === undefined) return false;
  const folded = text.toLowerCase();
  return /veg|^(yes|true|1|y)$/.test(folded) && !/non/.test(folded);
}

const isYes = (text: string | undefined): boolean => text !== undefined && /^(yes|true|1|y|only)$/i.test(text);
