import type { Location } from "@tiffin/domain/geo/location";
import { isVeg, isYes, listOf, minutesOf, numberOf, twice } from "./cells.ts";
import type { Field } from "./field-map.ts";
import type { hoursReader, ImportedHours } from "./opening-hours.ts";
import { readPhone } from "./phone.ts";
import { readPlace } from "./read-place.ts";
import type { NoteCode, Refusal, RefusalCode } from "./refusal.ts";
import type { SourceRow } from "./source.ts";

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
  hours: ImportedHours | undefined;
  /** False where nothing can be taken away; the kitchen may think otherwise later. */
  acceptsOrders: boolean;
  notes: NoteCode[];
}

export type RowReading =
  | { ok: true; restaurant: ImportedRestaurant; item: ImportedItem | undefined }
  | ({ ok: false } & Refusal);

const refused = (code: RefusalCode, field: Field | "", detail: string): RowReading => ({
  ok: false,
  code,
  field,
  detail,
});

/** What a row is read against. */
export interface RowContext {
  /** The first part of every source id. */
  readonly prefix: string;
  readonly places: ReadonlyMap<string, Location>;
  /** ISO 3166 alpha-2 */
  readonly country: string;
  readonly state: string | undefined;
  readonly readHours: ReturnType<typeof hoursReader>;
}

/** Makes sense of one row. A row of a menu may do without a place, when its restaurant is known otherwise. */
export function readRow({ values }: SourceRow, context: RowContext): RowReading {
  const { name } = values;
  if (name === undefined) return refused("NO_NAME", "name", "no name");
  if (name.length > 200) return refused("NO_NAME", "name", `${name.length} characters`);
  const place = readPlace(values, context.places.get(name));
  if ("code" in place) return refused(place.code, place.field, place.detail);
  let item: ImportedItem | undefined;
  if (values.item !== undefined) {
    if (values.price === undefined) return refused("NO_PRICE", "price", values.item.slice(0, 200));
    const price = numberOf(values.price);
    if (price === undefined || price < 0 || price > 1_000_000)
      return refused("BAD_PRICE", "price", `${values.item}: ${values.price}`.slice(0, 200));
    item = {
      section: values.section?.slice(0, 200) ?? "Menu",
      name: values.item.slice(0, 200),
      description: values.itemDescription?.slice(0, 1_000) ?? "",
      price,
      isVeg: isVeg(values.veg),
    };
  }
  const notes: NoteCode[] = [];
  const ratingCount = Math.min(2_000_000_000, Math.max(0, Math.round(numberOf(values.ratingCount) ?? 0)));
  const rawRating = numberOf(values.rating);
  const rating = rawRating === undefined || rawRating <= 0 || rawRating > 5 ? null : Math.round(rawRating * 10) / 10;
  if (rating === null) notes.push("NO_RATING");
  const cost = numberOf(values.costForTwo) ?? twice(numberOf(values.costPerPerson));
  const costForTwo = cost === undefined || cost <= 0 || cost > 10_000_000 ? null : cost;
  if (costForTwo === null) notes.push("NO_COST");
  const hours =
    values.hours === undefined
      ? undefined
      : context.readHours(values.hours, place.location, values.state ?? context.state);
  if (hours === undefined) notes.push(values.hours === undefined ? "NO_HOURS" : "HOURS_UNREADABLE");
  else notes.push(...hours.notes);
  const phone = values.phone === undefined ? undefined : readPhone(values.phone, context.country);
  if (values.phone !== undefined && phone === undefined) notes.push("PHONE_UNREADABLE");
  const acceptsOrders = !/^no$/i.test(values.takeaway ?? "");
  if (!acceptsOrders) notes.push("NO_TAKEAWAY");
  return {
    ok: true,
    item,
    restaurant: {
      sourceId: `${context.prefix}:${sourceKey(values, name, place.location)}`,
      name,
      localName: values.localName !== undefined && values.localName !== name ? values.localName.slice(0, 200) : null,
      location: place.location,
      currency: values.currency,
      line1: addressOf(values).slice(0, 300),
      phone: phone ?? null,
      cuisines: listOf(values.cuisines),
      rating,
      ratingCount: rating === null ? 0 : ratingCount,
      costForTwo,
      isPureVeg: isYes(values.pureVeg),
      prepMinutes: minutesOf(values.prepMinutes),
      hours,
      acceptsOrders,
      notes,
    },
  };
}

/** The address, and the part of town where it doesn't name it already. */
function addressOf({ address, locality }: SourceRow["values"]): string {
  if (address === undefined || locality === undefined) return address ?? locality ?? "";
  return address.toLowerCase().includes(locality.toLowerCase()) ? address : `${address}, ${locality}`;
}

/** The file's own id; without one, the name and the place to about ten meters. */
function sourceKey(values: SourceRow["values"], name: string, location: Location | undefined): string {
  if (values.id !== undefined) return values.id.replace(/^https?:\/\/(www\.)?/, "").slice(0, 200);
  const at = location === undefined ? "" : `@${location.lat.toFixed(4)},${location.lng.toFixed(4)}`;
  return `${name.toLowerCase().replace(/\s+/g, "-").slice(0, 100)}${at}`;
}
