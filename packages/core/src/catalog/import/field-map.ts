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
  "section",
  "item",
  "itemDescription",
  "price",
  "veg",
] as const;
export type Field = (typeof FIELDS)[number];

const column = z.string().min(1);

/** `map.json`: which column holds what, where the headers don't say it by themselves. */
export const importMapSchema = z
  .object({
    fields: z.partialRecord(z.enum(FIELDS), column).default({}),
    /** One character between the fields of a row; guessed from the header otherwise. */
    delimiter: z.string().length(1).optional(),
    /** Says whose ids these are, so that two sources don't meet in one city: `csv` otherwise. */
    source: z
      .string()
      .regex(/^[a-z0-9-]{1,30}$/)
      .optional(),
    /** Where restaurants are that come without coordinates, by name. */
    places: z.record(z.string(), z.object({ lat: z.number(), lng: z.number() })).default({}),
    /** For a city that is made by this import. */
    city: z
      .object({
        name: z.string().min(1).optional(),
        country: z
          .string()
          .regex(/^[A-Z]{2}$/)
          .optional(),
        currency: z
          .string()
          .regex(/^[A-Z]{3}$/)
          .optional(),
        timeZone: z.string().min(1).optional(),
      })
      .default({}),
  })
  .strict();
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
  pureVeg: ["pureveg", "ispureveg", "dietvegetarian"],
  prepMinutes: ["prepminutes", "preptime", "preparationtime"],
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
