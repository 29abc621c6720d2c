import type { ByteSource } from "./byte-source.ts";
import { cleanText } from "./clean-text.ts";
import { csvRecords } from "./csv-records.ts";
import { decodeText, detectEncoding } from "./encoding.ts";
import { columnsOf } from "./field-map.ts";
import type { Field, ImportMap } from "./field-map.ts";
import type { Source, SourceEntry, SourceRow } from "./source.ts";
import { splitLines } from "./split-lines.ts";

/** Reads a CSV's header. Ragged rows and stray quotes are taken as well as they can be. @throws Error for a file that is no CSV. */
export async function readCsv(bytes: ByteSource, map: ImportMap): Promise<Source> {
  const encoding = map.encoding ?? (await detectEncoding(bytes));
  const header = await firstLine(splitLines(decodeText(bytes, encoding)));
  if (header === undefined) throw new Error("the file has no header row");
  const delimiter = map.delimiter ?? guessDelimiter(header);
  const headers = await readHeader(bytes, encoding, delimiter);
  const columns = columnsOf(headers, map);
  if (columns.name === undefined) throw new Error(describeNameless(headers));
  const indexes = (Object.entries(columns) as [Field, string][]).map(
    ([field, column]) => [field, headers.indexOf(column)] as const,
  );
  const twice = [...new Set(headers.filter((text, i) => text !== "" && headers.indexOf(text) !== i))];

  async function* rows(_context: unknown, watch: Parameters<Source["rows"]>[1] = {}): AsyncGenerator<SourceEntry> {
    if (twice.length > 0)
      watch.onWarning?.(`columns that appear twice, of which the first is read: ${twice.join(", ")}`);
    let isHeader = true;
    for await (const entry of csvRecords(splitLines(decodeText(bytes, encoding, watch.onRead)), delimiter)) {
      if ("broken" in entry) {
        const { line, broken } = entry;
        yield { refused: { line, code: "MALFORMED_ROW", field: "", name: "", detail: broken } };
      } else if (isHeader) {
        isHeader = false;
      } else if (entry.record.some((value) => value.trim() !== "")) {
        yield { row: rowOf(entry.line, entry.record, indexes) };
      }
    }
  }
  const namesCities = columns.city !== undefined;
  return { prefix: map.source ?? "csv", encoding, columns, namesCities, size: bytes.size, rows };
}

function rowOf(line: number, record: readonly string[], indexes: readonly (readonly [Field, number])[]): SourceRow {
  const values: SourceRow["values"] = {};
  for (const [field, index] of indexes) {
    const text = cleanText(record[index] ?? "");
    if (text !== undefined) values[field] = text;
  }
  return { line, values };
}

function describeNameless(headers: readonly string[]): string {
  const found = headers.map((text) => `"${text.slice(0, 40)}"`).join(", ");
  const example = '{"fields": {"name": "…"}}';
  return `no column holds the name of a restaurant; the file has ${found.slice(0, 400)}. Say which one does in a map (--map): ${example}`;
}

async function readHeader(bytes: ByteSource, encoding: string, delimiter: string): Promise<string[]> {
  for await (const entry of csvRecords(splitLines(decodeText(bytes, encoding)), delimiter)) {
    if ("broken" in entry) throw new Error(`the header row can't be read: ${entry.broken}`);
    return entry.record.map((text) => cleanText(text) ?? "");
  }
  throw new Error("the file has no header row");
}

async function firstLine(lines: AsyncIterable<string | null>): Promise<string | undefined> {
  for await (const line of lines) if (line !== null && line.trim() !== "") return line;
  return undefined;
}

function guessDelimiter(header: string): string {
  const counts = [",", ";", "\t", "|"].map((mark) => [mark, header.split(mark).length] as const);
  return counts.sort((a, b) => b[1] - a[1])[0]![0];
}
