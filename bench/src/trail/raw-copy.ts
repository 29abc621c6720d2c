import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type postgres from "postgres";

const CHUNK = 2_000;

/** Rows a second of a single COPY into a table like the trail's, with its key and indexes, from this process. */
export async function rawCopy(sql: postgres.Sql, rows: number): Promise<number> {
  const riders = Array.from({ length: 10_000 }, () => randomUUID());
  const at = new Date().toISOString();
  function* text(): Generator<Buffer> {
    for (let from = 0; from < rows; from += CHUNK) {
      const lines = Array.from({ length: Math.min(CHUNK, rows - from) }, (_, index) => {
        const seq = from + index;
        return `${riders[seq % riders.length]}\t${at}\t${seq}\t12.97\t77.59\t8\t90\t6.5\tf\t${at}\t0\n`;
      });
      yield Buffer.from(lines.join(""));
    }
  }
  const seconds = await sql.begin(async (tx) => {
    await tx`create table trail_of_the_benchmark (like rider_trail including all)`;
    const startedAt = performance.now();
    await pipeline(
      Readable.from(text(), { objectMode: false }),
      await tx`copy trail_of_the_benchmark from stdin`.writable(),
    );
    return (performance.now() - startedAt) / 1_000;
  });
  await sql`drop table trail_of_the_benchmark`;
  return rows / seconds;
}
