import { none } from "stream-chain/defs.js";
import { gen } from "stream-chain/gen.js";
import { pick } from "stream-json/filters/pick.js";
import { parser } from "stream-json/parser.js";
import { streamArray } from "stream-json/streamers/stream-array.js";
import type { ByteSource } from "./byte-source.ts";
import { decodeText, detectEncoding } from "./encoding.ts";
import type { ImportMap } from "./field-map.ts";
import { readFeature } from "./osm-feature.ts";
import type { Source, SourceEntry, SourceWatch } from "./source.ts";
import { splitLines } from "./split-lines.ts";

/** A file without a line of its own for each feature is told from one with by so much of its beginning. */
const sniffLength = 64 * 1024;

/** OpenStreetMap places as exported to GeoJSON: a FeatureCollection of any size, or one feature a line. @throws Error for anything else. */
export async function readGeoJson(bytes: ByteSource, map: ImportMap): Promise<Source> {
  const encoding = map.encoding ?? (await detectEncoding(bytes));
  const isByLine = isFeaturePerLine(await beginning(bytes, encoding));
  async function* rows(context: Parameters<Source["rows"]>[0], watch: SourceWatch = {}): AsyncGenerator<SourceEntry> {
    const text = decodeText(bytes, encoding, watch.onRead);
    if (isByLine) {
      let line = 0;
      for await (const content of splitLines(text)) {
        line++;
        const parsed = parseLine(content);
        if ("broken" in parsed) {
          yield { refused: { line, code: "MALFORMED_ROW", field: "", name: "", detail: parsed.broken } };
        } else if ("feature" in parsed) yield readFeature(parsed.feature, line, map, context);
      }
      return;
    }
    let number = 0;
    try {
      for await (const feature of featuresOf(text)) yield readFeature(feature, ++number, map, context);
    } catch (error) {
      if (!isFault(error)) throw error;
      watch.onCutOff?.(
        `the file breaks off, or is no JSON any more, after ${number.toLocaleString("en")} features (${error.message}): what came before was read`,
      );
    }
  }
  const namesCities = map.fields.city !== undefined;
  return { prefix: map.source ?? "osm", encoding, columns: map.fields, namesCities, size: bytes.size, rows };
}

async function* featuresOf(text: AsyncIterable<string>): AsyncGenerator {
  const read = gen(parser({ packValues: true, streamValues: false }), pick({ filter: "features" }), streamArray()) as (
    piece: unknown,
  ) => AsyncGenerator<{ value: unknown }>;
  for await (const piece of text) for await (const { value } of read(piece)) yield value;
  for await (const { value } of read(none)) yield value;
}

/** The parser's complaint, rather than a disk's. */
function isFault(error: unknown): error is Error {
  return error instanceof Error && !("code" in error && typeof error.code === "string" && error.code.startsWith("E"));
}

async function beginning(bytes: ByteSource, encoding: string): Promise<string> {
  let start = "";
  for await (const piece of decodeText(bytes, encoding)) {
    start += piece;
    if (start.length >= sniffLength) break;
  }
  return start.trimStart();
}

/** @throws Error when it is neither of the two. */
function isFeaturePerLine(start: string): boolean {
  const first = withoutSeparator(start).split(/[\r\n]/, 1)[0] ?? "";
  const parsed = parseLine(first);
  if (
    "feature" in parsed &&
    typeof parsed.feature === "object" &&
    parsed.feature !== null &&
    "type" in parsed.feature
  ) {
    if (parsed.feature.type === "Feature") return true;
  }
  if (/"elements"\s*:\s*\[/.test(start) && !/"features"\s*:/.test(start)) {
    throw new Error(
      "this is Overpass's own JSON; export it as GeoJSON (osmtogeojson, or Overpass Turbo: Export → GeoJSON)",
    );
  }
  if (!start.startsWith("{") || (!/"features"\s*:/.test(start) && start.length < sniffLength)) {
    throw new Error("the file is no GeoJSON FeatureCollection, and has no feature a line either");
  }
  return false;
}

function parseLine(content: string | null): { feature: unknown } | { broken: string } | { empty: true } {
  if (content === null) return { broken: "a line of over 16 MB" };
  const text = withoutSeparator(content).trim();
  if (text === "") return { empty: true };
  try {
    return { feature: JSON.parse(text) as unknown };
  } catch (error) {
    return { broken: `no JSON: ${error instanceof Error ? error.message : String(error)}`.slice(0, 200) };
  }
}

/** RFC 8142 begins each line with a record separator. */
const withoutSeparator = (text: string): string => (text.startsWith("\u001E") ? text.slice(1) : text);
