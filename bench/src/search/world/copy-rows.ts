import { once } from "node:events";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type postgres from "postgres";

type Value = string | number | boolean | null | readonly string[];

/** One COPY … FROM STDIN: rows are written as they come. */
export interface CopyTarget {
  write(row: readonly Value[]): Promise<void>;
  end(): Promise<void>;
}

const CHUNK_BYTES = 256 * 1024;

/** @param columns as the database names them, in the order of the values */
export async function copyInto(sql: postgres.Sql, table: string, columns: readonly string[]): Promise<CopyTarget> {
  const stream: Writable = await sql.unsafe(`copy ${table} (${columns.join(", ")}) from stdin`).writable();
  const done = finished(stream);
  let chunk: string[] = [];
  let size = 0;
  const flush = async () => {
    const text = chunk.join("");
    chunk = [];
    size = 0;
    if (!stream.write(text)) await Promise.race([once(stream, "drain"), done]);
  };
  return {
    async write(row) {
      const line = `${row.map(field).join("\t")}\n`;
      chunk.push(line);
      size += line.length;
      if (size >= CHUNK_BYTES) await flush();
    },
    async end() {
      await flush();
      stream.end();
      await done;
    },
  };
}

/** Postgres' text format for COPY. */
function field(value: Value): string {
  if (value === null) return "\\N";
  if (typeof value === "boolean") return value ? "t" : "f";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escape(value);
  return escape(`{${value.map((entry) => `"${entry.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`);
}

function escape(text: string): string {
  return text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
