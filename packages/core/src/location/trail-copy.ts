import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Database } from "@tiffin/db/client";
import type { TrailPoint } from "./trail-entry.ts";

const COLUMNS = "rider_id, recorded_at, seq, lat, lng, accuracy, heading, speed, late, received_at, flags";
/** Rows in one chunk to the server. */
const CHUNK = 2_000;
/** postgres.js never ends a COPY that the server refuses at its end; this ends it. */
const PATIENCE_MS = 30_000;

/**
 * Writes points with COPY: into a table of the connection's own, without indexes, and from there what is not in the
 * trail yet. A point that is there already stays as it is, so that a batch may come twice.
 */
export async function copyTrail(db: Database, points: readonly TrailPoint[]): Promise<void> {
  if (points.length === 0) return;
  await db.$client.begin(async (sql) => {
    await sql.unsafe("create temp table if not exists trail_incoming (like rider_trail) on commit delete rows");
    const incoming = await sql.unsafe(`copy trail_incoming (${COLUMNS}) from stdin`).writable();
    await pipeline(rows(points), incoming, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await sql.unsafe(
      `insert into rider_trail (${COLUMNS}) select ${COLUMNS} from trail_incoming on conflict do nothing`,
    );
  });
}

/** COPY's text format: tabs between, \N for null. Nothing in a point needs to be escaped. */
function rows(points: readonly TrailPoint[]): Readable {
  return Readable.from(chunks(points), { objectMode: false });
}

function* chunks(points: readonly TrailPoint[]): Generator<Buffer> {
  for (let from = 0; from < points.length; from += CHUNK) {
    let text = "";
    for (const point of points.slice(from, from + CHUNK)) text += row(point);
    yield Buffer.from(text);
  }
}

function row(p: TrailPoint): string {
  const recorded = new Date(p.recordedAt).toISOString();
  const received = new Date(p.receivedAt).toISOString();
  return (
    `${p.riderId}\t${recorded}\t${p.seq}\t${p.lat}\t${p.lng}\t${p.accuracy ?? "\\N"}\t${p.heading ?? "\\N"}\t` +
    `${p.speed ?? "\\N"}\t${p.late ? "t" : "f"}\t${received}\t${p.flags}\n`
  );
}
