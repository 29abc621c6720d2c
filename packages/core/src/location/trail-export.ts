import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { asyncBufferFromFile, parquetMetadataAsync } from "hyparquet";
import { fileWriter, parquetWriteRows } from "hyparquet-writer";
import type { Database } from "@tiffin/db/client";
import { TRAIL_FLAG_NAMES, TRAIL_FLAGS } from "@tiffin/domain/location/trail-flags";

/** Rows of one row group, and so what is in memory at once. */
const ROW_GROUP = 50_000;
const FETCHED_AT_ONCE = 10_000;

const COLUMNS = [
  { name: "rider_id", type: "STRING" },
  { name: "recorded_at", type: "TIMESTAMP" },
  { name: "seq", type: "INT64" },
  { name: "lat", type: "DOUBLE" },
  { name: "lng", type: "DOUBLE" },
  { name: "accuracy", type: "FLOAT", nullable: true },
  { name: "heading", type: "FLOAT", nullable: true },
  { name: "speed", type: "FLOAT", nullable: true },
  { name: "late", type: "BOOLEAN" },
  { name: "received_at", type: "TIMESTAMP" },
  { name: "flags", type: "INT32" },
] as const;

/** A day's points, as they lie in Postgres. */
export interface TrailDay {
  /** The export's, without its ending. */
  readonly name: string;
  /** What follows FROM and DELETE FROM: a partition, or the day's part of one. */
  readonly rows: string;
}

/**
 * Writes a day of the trail as `<name>.parquet` into a folder: by rider and time, compressed, with the meaning of
 * the flags in its metadata. The file appears under its name only when it is whole, on the disk, and has as many rows as
 * the day. Returns the rows.
 *
 * @throws Error when the file can't be written, or does not hold what the day does
 */
export async function exportTrailDay(db: Database, day: TrailDay, folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const whole = path.join(folder, `${day.name}.parquet`);
  const part = `${whole}.${process.pid}.part`;
  try {
    let rows = 0;
    await parquetWriteRows({
      writer: fileWriter(part),
      columns: COLUMNS.map((column) => ({ ...column })),
      rows: counted(readDay(db, day), () => (rows += 1)),
      rowGroupSize: ROW_GROUP,
      kvMetadata: [{ key: "flags", value: TRAIL_FLAG_NAMES.map((name) => `${TRAIL_FLAGS[name]}=${name}`).join(" ") }],
    });
    await toDisk(part);
    const { num_rows } = await parquetMetadataAsync(await asyncBufferFromFile(part));
    if (Number(num_rows) !== rows) throw new Error(`${part} has ${num_rows} rows, ${day.name} has ${rows}`);
    await rename(part, whole);
    return rows;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Whether a day lies in the folder, whole. */
export async function isExported({ name }: TrailDay, folder: string): Promise<boolean> {
  return stat(path.join(folder, `${name}.parquet`)).then(
    (file) => file.isFile(),
    () => false,
  );
}

interface DayRow {
  readonly rider_id: string;
  readonly recorded_at: Date;
  readonly seq: bigint;
  readonly lat: number;
  readonly lng: number;
  readonly accuracy: number | null;
  readonly heading: number | null;
  readonly speed: number | null;
  readonly late: boolean;
  readonly received_at: Date;
  readonly flags: number;
}

async function* readDay(db: Database, day: TrailDay): AsyncGenerator<DayRow> {
  const columns = COLUMNS.map(({ name }) => name).join(", ");
  const text = `select ${columns} from ${day.rows} order by rider_id, recorded_at, seq`;
  for await (const rows of db.$client.unsafe<DayRow[]>(text).cursor(FETCHED_AT_ONCE)) {
    for (const row of rows) {
      const { seq, recorded_at, received_at } = row;
      yield { ...row, seq: BigInt(seq), recorded_at: new Date(recorded_at), received_at: new Date(received_at) };
    }
  }
}

async function* counted<T>(rows: AsyncIterable<T>, count: () => void): AsyncGenerator<T> {
  for await (const row of rows) {
    count();
    yield row;
  }
}

/** Before a partition is dropped its copy must survive the machine's sudden end. */
async function toDisk(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
