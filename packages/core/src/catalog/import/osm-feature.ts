import type { Field, ImportMap } from "./field-map.ts";
import { middleOf } from "./middle-of.ts";
import { eateryOf } from "./osm-eatery.ts";
import { osmId, Tags } from "./osm-tags.ts";
import type { ReadContext, SourceEntry } from "./source.ts";

/** Most of what is mapped in India carries names in the language of its state; hi comes last, as it is added everywhere. */
const languagesOfIndia = ["kn", "ta", "te", "ml", "mr", "bn", "gu", "pa", "or", "as", "ur", "hi"];

/** One feature of a GeoJSON: OpenStreetMap's tags as fields, with the map's word before them. */
export function readFeature(feature: unknown, line: number, map: ImportMap, context: ReadContext): SourceEntry {
  const refuse = (detail: string): SourceEntry => ({
    refused: { line, code: "MALFORMED_ROW", field: "", name: "", detail },
  });
  if (typeof feature !== "object" || feature === null || Array.isArray(feature)) return refuse("not a feature");
  const { properties, geometry, id } = feature as { properties?: unknown; geometry?: unknown; id?: unknown };
  const tags = new Tags(properties);
  const mapped = (field: Field): string | undefined => {
    const key = map.fields[field];
    return key === undefined ? undefined : tags.get(key);
  };
  const ownId = mapped("id") ?? osmId(id, tags);
  const eatery = eateryOf(tags, context.now);
  const name = mapped("name") ?? tags.get("name:en", "int_name", "name", "brand:en", "brand", "operator");
  if ("code" in eatery) return { refused: { line, name: name ?? "", id: ownId, ...eatery } };
  const place = middleOf(geometry);
  const found: Partial<Record<Field, string | undefined>> = {
    id: ownId,
    name,
    localName: localNameOf(tags, map.city.language, context.country),
    lat: place && String(place.lat),
    lng: place && String(place.lng),
    country: tags.get("addr:country"),
    address: addressOf(tags),
    phone: tags.get("phone", "contact:phone", "contact:mobile", "mobile", "phone:mobile"),
    cuisines: cuisinesOf(tags.get("cuisine") ?? eatery.cuisine),
    hours: tags.get("opening_hours"),
    pureVeg: isOnly(tags.get("diet:vegetarian")) || isOnly(tags.get("diet:vegan")) ? "yes" : undefined,
    takeaway: tags.get("takeaway"),
    state: tags.get("addr:state"),
  };
  const values: Partial<Record<Field, string>> = {};
  for (const [field, value] of Object.entries(found) as [Field, string | undefined][]) {
    if (value !== undefined) values[field] = value;
  }
  for (const field of Object.keys(map.fields) as Field[]) {
    const value = mapped(field);
    if (value !== undefined) values[field] = value;
  }
  return { row: { line, values } };
}

const isOnly = (value: string | undefined): boolean => value?.toLowerCase() === "only";

/** `name` itself is in the local language, where `name:en` differs from it. */
function localNameOf(tags: Tags, language: string | undefined, country: string | undefined): string | undefined {
  const spoken = country === undefined ? undefined : new Intl.Locale(`und-${country}`).maximize().language;
  const languages = [language, ...(spoken === "hi" ? languagesOfIndia : [spoken])];
  const keys = languages.flatMap((code) => (code === undefined || code === "en" ? [] : [`name:${code}`]));
  return tags.get(...keys, "name");
}

/** `12, Fort Road, Old Town 570001`; the town itself is known. */
function addressOf(tags: Tags): string | undefined {
  const unit = tags.get("addr:unit", "addr:flats");
  const house = [tags.get("addr:housename"), unit, tags.get("addr:housenumber")].filter(Boolean);
  const street = tags.get("addr:street", "addr:place", "addr:block");
  const locality = tags.get("addr:suburb", "addr:neighbourhood", "addr:quarter", "addr:district", "addr:subdistrict");
  if (street === undefined && house.length === 0 && tags.has("addr:full")) return tags.get("addr:full");
  const postcode = tags.get("addr:postcode");
  const parts = [...house, street, locality].filter((part) => part !== undefined);
  const line = [...new Set(parts)].join(", ");
  return [line, postcode].filter(Boolean).join(" ") || undefined;
}

/** `south_indian;dosa` → "South Indian;Dosa". Words that name no cuisine are left out. */
function cuisinesOf(text: string | undefined): string | undefined {
  const nothing = new Set(["yes", "no", "other", "regional", "local", "various", "unknown", "fixme", "restaurant"]);
  const names = (text ?? "")
    .split(/[;,]/)
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== "" && !nothing.has(part))
    .map((part) =>
      part
        .split(/[_\s]+/)
        .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
        .join(" "),
    );
  return names.join(";") || undefined;
}
