import { parse } from "csv-parse/sync";

export type CsvEntry = { line: number; record: string[] } | { line: number; broken: string };

/** So many characters are handed to the parser at once. */
const blockLength = 256 * 1024;
/** A record that is still open after so many lost its closing quote somewhere. */
const longestRecord = 4 * 1024 * 1024;

/**
 * The records of a CSV, in blocks, so that neither a large file nor a quote that is never closed has to be held whole: where a
 * record can't end well, the line that it begins on is given as broken and reading goes on with the next line.
 */
export async function* csvRecords(lines: AsyncIterable<string | null>, delimiter: string): AsyncGenerator<CsvEntry> {
  let held: string[] = [];
  let firstLine = 1;
  let length = 0;
  let enough = blockLength;
  let columns: number | undefined;

  function* parseHeld(isEnd: boolean): Generator<CsvEntry> {
    while (held.length > 0) {
      const { records, open } = parseBlock(held, delimiter);
      let done = 0;
      let broken: string | undefined;
      for (const { start, end, record } of records) {
        // A stray quote swallows what follows it up to the next one: such a record has lines too many and columns too few.
        if (end > start && columns !== undefined && record.length !== columns) {
          done = start;
          broken = `${record.length} columns instead of ${columns}: a quote that is not closed?`;
          break;
        }
        columns ??= record.length;
        yield { line: firstLine + start, record };
        done = end + 1;
      }
      if (broken === undefined && open !== undefined) {
        done = open;
        // Perhaps the next block closes it.
        if (!isEnd && held.slice(open).reduce((sum, line) => sum + line.length, 0) < longestRecord) {
          drop(done);
          enough = Math.max(blockLength, length * 2);
          return;
        }
        broken = "a quote that is not closed";
      }
      if (broken === undefined) done = held.length;
      else yield { line: firstLine + done++, broken };
      drop(done);
      enough = blockLength;
    }
  }
  function drop(count: number): void {
    held = held.slice(count);
    firstLine += count;
    length = held.reduce((sum, line) => sum + line.length, 0);
  }

  for await (const line of lines) {
    if (line === null) {
      yield* parseHeld(true);
      yield { line: firstLine, broken: "a line of over 16 MB" };
      firstLine++;
      continue;
    }
    held.push(line);
    length += line.length + 1;
    if (length >= enough) yield* parseHeld(false);
  }
  yield* parseHeld(true);
}

interface Block {
  /** Lines counted within the block, from 0. */
  records: { start: number; end: number; record: string[] }[];
  /** Where a record begins that does not end in this block. */
  open: number | undefined;
}

function parseBlock(lines: readonly string[], delimiter: string): Block {
  let isOpen = false;
  const parsed = parse(`${lines.join("\n")}\n`, {
    delimiter,
    record_delimiter: "\n",
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    info: true,
    on_skip: () => {
      isOpen = true;
      return undefined;
    },
  }) as unknown as { record: string[]; info: { lines: number } }[];
  const records = parsed.map(({ record, info }) => {
    const breaks = record.reduce((sum, value) => sum + (value.match(/\n/g)?.length ?? 0), 0);
    return { start: info.lines - 1 - breaks, end: info.lines - 1, record };
  });
  if (!isOpen) return { records, open: undefined };
  let open = (records.at(-1)?.end ?? -1) + 1;
  while (open < lines.length - 1 && lines[open]!.trim() === "") open++;
  return { records, open };
}
