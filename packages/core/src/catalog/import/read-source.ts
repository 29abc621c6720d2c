import { parse } from "csv-parse/sync";
import { columnsOf } from "./field-map.ts";
import type { Field, FieldColumns, ImportMap } from "./field-map.ts";
import { decodeText, repairText } from "./decode-text.ts";

/** A row as text by field, with the line that it begins on. */
export interface SourceRow {
  line: number;
  values: Partial<Record<Field, string>>;
}

export interface Source {
  /** `csv`, `osm`, or what the map calls it: the first part of every source id. */
  prefix: string;
  encoding: string;
  columns: FieldColumns;
  rows: SourceRow[];
  /** Rows that could not be cut into fields at all. */
  broken: { line: number; detail: string }[];
}

/** Reads a whole CSV. Ragged rows and stray quotes are taken as well as they can be. @throws Error for a file that is no CSV. */
export function readCsv(bytes: Uint8Array, map: ImportMap): Source {
  const { text, encoding } = decodeText(bytes);
  const firstLine = text.slice(0, Math.max(0, text.search(/\r?\n/)) || undefined);
  const delimiter = map.delimiter ?? guessDelimiter(firstLine);
  const broken: Source["broken"] = [];
  const records = parse(text, {
    delimiter,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    info: true,
    on_skip: (error) => {
      broken.push({ line: error?.lines ?? 0, detail: error?.message ?? "unreadable" });
      return undefined;
    },
  }) as unknown as { record: string[]; info: { lines: number } }[];
  const [head, ...body] = records;
  if (head === undefined) throw new Error("the file has no header row");
  const headers = head.record.map((header) => header.trim());
  const columns = columnsOf(headers, map);
  const indexes = (Object.entries(columns) as [Field, string][]).map(
    ([field, header]) => [field, headers.indexOf(header)] as const,
  );
  const rows = body.map(({ record, info }): SourceRow => {
    const values: SourceRow["values"] = {};
    for (const [field, index] of indexes) {
      const value = record[index];
      if (value === undefined || value.trim() === "") continue;
      values[field] = repairText(value).replace(/\s+/g, " ").trim();
    }
    // csv-parse counts the lines up to a record's end; a record with line breaks begins earlier.
    const extra = record.reduce((sum, value) => sum + (value.match(/\n/g)?.length ?? 0), 0);
    return { line: info.lines - extra, values };
  });
  return { prefix: map.source ?? "csv", encoding, columns, rows, broken };
}

function guessDelimiter(header: string): string {
  const counts = [",", ";", "\t", "|"].map((mark) => [mark, header.split(mark).length] as const);
  return counts.sort((a, b) => b[1] - a[1])[0]![0];
}

/** OpenStreetMap places (amenity=restaurant, fast_food, cafe…) as exported to GeoJSON. @throws Error for anything else. */
export function readGeoJson(bytes: Uint8Array, map: ImportMap): Source {
  const { text, encoding } = decodeText(bytes);
  const parsed = JSON.parse(text) as { type?: unknown; features?: unknown };
  if (parsed.type !== "FeatureCollection" || !Array.isArray(parsed.features)) {
    throw new Error("the file is no GeoJSON FeatureCollection");
  }
  const rows: SourceRow[] = [];
  const broken: Source["broken"] = [];
  parsed.features.forEach((feature: unknown, i) => {
    const row = rowOfFeature(feature, map);
    if (row) rows.push({ line: i + 1, values: row });
    else broken.push({ line: i + 1, detail: "not a feature with a place" });
  });
  return { prefix: map.source ?? "osm", encoding, columns: {}, rows, broken };
}

function rowOfFeature(feature: unknown, map: ImportMap): SourceRow["values"] | undefined {
  if (typeof feature !== "object" || feature === null) return undefined;
  const { properties, geometry, id } = feature as { properties?: unknown; geometry?: unknown; id?: unknown };
  const tags = (properties ?? {}) as Record<string, unknown>;
  const [lng, lat] = middleOf(geometry) ?? [];
  const tag = (...keys: string[]): string | undefined => {
    for (const key of keys) {
      const value = tags[key];
      if (typeof value === "string" && value.trim() !== "") return repairText(value).trim();
      if (typeof value === "number") return String(value);
    }
    return undefined;
  };
  const ids = [id, tags["@id"], tags["osm_id"], tags["id"]];
  const own = ids.find((value) => typeof value === "string" || typeof value === "number");
  const street = [tag("addr:housenumber"), tag("addr:street"), tag("addr:suburb")].filter(Boolean).join(", ");
  const found: Partial<Record<Field, string | undefined>> = {
    id: own === undefined ? undefined : String(own),
    name: tag("name:en", "name"),
    localName: tag("name:kn", "name:hi", "name"),
    lat: lat === undefined ? undefined : String(lat),
    lng: lng === undefined ? undefined : String(lng),
    address: street === "" ? tag("addr:full") : street,
    phone: tag("phone", "contact:phone"),
    cuisines: tag("cuisine")?.replaceAll("_", " ") ?? tag("amenity")?.replaceAll("_", " "),
    hours: tag("opening_hours"),
    pureVeg: tag("diet:vegetarian") === "only" ? "yes" : undefined,
  };
  for (const [field, key] of Object.entries(map.fields) as [Field, string][]) found[field] = tag(key) ?? found[field];
  const row: SourceRow["values"] = {};
  for (const [field, value] of Object.entries(found) as [Field, string | undefined][]) {
    if (value !== undefined) row[field] = value;
  }
  return row;
}

/** A point, or the middle of a building's outline. */
function middleOf(geometry: unknown): [number, number] | undefined {
  const { coordinates } = (geometry ?? {}) as { coordinates?: unknown };
  const points: [number, number][] = [];
  const collect = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    if (typeof value[0] === "number" && typeof value[1] === "number") points.push([value[0], value[1]]);
    else for (const inner of value) collect(inner);
  };
  collect(coordinates);
  if (points.length === 0) return undefined;
  const sum = points.reduce<[number, number]>(([x, y], [lng, lat]) => [x + lng, y + lat], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}
