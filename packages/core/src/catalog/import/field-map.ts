import { locationSchema } from "@tiffin/domain/geo/location";
import iconv from "iconv-lite";
import { z } from "zod";

/** What an imported row can say. All but the name and the place may be missing. */
export const FIELDS = [
  "id",
  "name",
  "localName",
  "lat",
  "lng",
  "city",
  "country",
  "address",
  "locality",
  "phone",
  "cuisines",
  "rating",
  "ratingCount",
  "costForTwo",
  "costPerPerson",
  "currency",
  "hours",
  "pureVeg",
  "prepMinutes",
  "takeaway",
  "state",
  "section",
  "item",
  "itemDescription",
  "price",
  "veg",
] as const;
export type Field = (typeof FIELDS)[number];

const column = z.string().min(1).max(200);
const zone = z.string().refine(isTimeZone, "there is no such time zone");

/** `map.json`: which column (or tag) holds what, where the names don't say it by themselves. Unknown keys are faults. */
export const importMapSchema = z.strictObject({
  fields: z.partialRecord(z.enum(FIELDS), column).default({}),
  /** One character between the fields of a row; guessed from the header otherwise. */
  delimiter: z.string().length(1).optional(),
  /** Found out otherwise. */
  encoding: z
    .string()
    .refine((name) => iconv.encodingExists(name), "there is no such encoding")
    .optional(),
  /** Says whose ids these are, so that two sources don't meet in one city: `csv` or `osm` otherwise. */
  source: z
    .string()
    .regex(/^[a-z0-9-]{1,30}$/, "1 to 30 of a-z, 0-9 and -")
    .optional(),
  /** Where restaurants are that come without coordinates, by name. */
  places: z.record(z.string(), z.strictObject(locationSchema.shape)).default({}),
  /** What is known of the city. Name, currency and time zone count for a city that is made by this import. */
  city: z
    .strictObject({
      name: z.string().min(1).max(100).optional(),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, "two capital letters, such as IN")
        .optional(),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, "three capital letters, such as INR")
        .optional(),
      timeZone: zone.optional(),
      /** For holidays that only a part of the country has, as OpenStreetMap writes it: `Bayern`. */
      state: z.string().min(1).max(100).optional(),
      /** The local script's language, for `name:<language>`: `kn`. */
      language: z
        .string()
        .regex(/^[a-z]{2,3}$/, "a language such as kn")
        .optional(),
    })
    .default({}),
});
export type ImportMap = z.output<typeof importMapSchema>;

/** Headers as files in the wild have them, compared without case, spaces and punctuation. The first that fits wins. */
const known: Record<Field, readonly string[]> = {
  id: ["restaurantid", "id", "osmid", "placeid", "url", "restaurantlink", "link", "resid", "restaurantno"],
  name: ["restaurantname", "name", "title", "resname"],
  localName: ["localname", "namelocal", "nameinlocallanguage"],
  lat: ["latitude", "lat", "y"],
  lng: ["longitude", "lng", "lon", "long", "x"],
  city: ["city", "cityname", "town"],
  country: ["countrycode", "country"],
  address: ["address", "streetaddress", "fulladdress", "addr", "line1"],
  locality: ["locality", "area", "neighbourhood", "neighborhood", "subzone"],
  phone: ["phone", "telephone", "phonenumber", "contact"],
  cuisines: ["cuisines", "cuisine", "categories", "foodtype"],
  rating: ["aggregaterating", "rating", "avgrating", "stars", "rate"],
  ratingCount: ["votes", "numreviews", "ratingcount", "reviews", "reviewcount", "totalratings"],
  costForTwo: ["averagecostfortwo", "costfortwo", "approxcostfortwopeople", "averagecost"],
  costPerPerson: ["costperperson"],
  currency: ["currency", "currencycode"],
  hours: ["openinghoursspecification", "openinghours", "hours", "timings", "timing"],
  pureVeg: ["pureveg", "ispureveg"],
  prepMinutes: ["prepminutes", "preptime", "preparationtime"],
  takeaway: ["takeaway"],
  state: ["state", "addressregion", "region"],
  section: ["menucategory", "section", "menusection", "itemcategory"],
  item: ["item", "itemname", "dish", "dishname", "menuitem"],
  itemDescription: ["itemdescription", "description", "dishdescription"],
  price: ["price", "itemprice", "rate", "cost"],
  veg: ["vegornonveg", "veg", "isveg", "vegnonveg", "foodtype"],
};

export type FieldColumns = Partial<Record<Field, string>>;

/** Which column holds what: the map's word first, then what the headers say. @throws Error naming a mapped column that isn't there. */
export function columnsOf(headers: readonly string[], map: ImportMap): FieldColumns {
  const columns: FieldColumns = {};
  const taken = new Set<string>();
  for (const [field, header] of Object.entries(map.fields) as [Field, string][]) {
    if (!headers.includes(header)) {
      throw new Error(`the map says that "${header}" holds ${field}, but the file has no such column`);
    }
    columns[field] = header;
    taken.add(header);
  }
  const folded = new Map(headers.map((header) => [fold(header), header] as const));
  for (const field of FIELDS) {
    if (columns[field] !== undefined) continue;
    const header = known[field]
      .map((name) => folded.get(name))
      .find((found) => found !== undefined && !taken.has(found));
    if (header === undefined) continue;
    columns[field] = header;
    taken.add(header);
  }
  // "Price" without dishes is a price level, not a price.
  if (columns.item === undefined) {
    delete columns.price;
    delete columns.section;
    delete columns.itemDescription;
  }
  return columns;
}

function fold(header: string): string {
  return header.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A map from its file's text. @throws Error that names the key at fault. */
export function parseImportMap(text: string): ImportMap {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new Error(`no JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const result = importMapSchema.safeParse(json);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map(describeIssue).join("; "));
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => (path === "" ? key : `${path}.${key}`)).join(", ");
    return path === "fields" ? `${keys}: no such field; there are ${FIELDS.join(", ")}` : `${keys}: no such key`;
  }
  return path === "" ? issue.message : `${path}: ${issue.message}`;
}
