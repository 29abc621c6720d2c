import type { IndexRebuild } from "../rebuild/port.ts";
import type { Connection } from "./connection.ts";
import { indexedDocument, type IndexedDocument } from "./indexed-document.ts";
import { indexSettings } from "./settings.ts";

const BATCH = 1_000;
/** Swaps are rare: among so many of the last ones is ours, if there was one. */
const SWAPS_LOOKED_AT = 1_000;

export async function writeDocuments(
  connection: Connection,
  uid: string,
  documents: readonly IndexedDocument[],
): Promise<void> {
  for (let from = 0; from < documents.length; from += BATCH) {
    const batch = documents.slice(from, from + BATCH);
    const ids = batch.map(({ id }) => id);
    const index = connection.writer.index<IndexedDocument>(uid);
    await connection.settledDocuments(ids, () => index.addDocuments(batch, { primaryKey: "id" }));
  }
}

export async function removeDocuments(connection: Connection, uid: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await connection.settled(connection.writer.index(uid).deleteDocuments([...ids]));
}

/**
 * Makes an index with its settings where there is none; true if it was made. One that is there keeps the settings that
 * it was built with, unless it never got any.
 */
export async function ensureIndex(connection: Connection, uid: string): Promise<boolean> {
  const { reader, writer } = connection;
  const known = await connection.unlessMissing(() => reader.index(uid).getFilterableAttributes());
  if (known !== undefined && (known?.length ?? 0) > 0) return false;
  if (known === undefined) {
    const task = await writer.createIndex(uid, { primaryKey: "id" });
    // Another process may have been quicker; the settings tell whether it worked.
    await connection.settledTask(task.taskUid).catch(ignoreExisting);
  }
  await connection.settled(writer.index(uid).updateSettings(indexSettings));
  return known === undefined;
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && error.message.includes("already exists"))) throw error;
}

/**
 * A rebuild into `<uid>_<number>`, swapped with `uid` when it is complete; with null, into `uid` itself. Whether it was
 * swapped already is asked of the server, which alone knows it after a crash.
 */
export async function openPlace(connection: Connection, uid: string, number: number | null): Promise<IndexRebuild> {
  const aside = number === null ? uid : `${uid}_${number}`;
  let place = aside;
  let isNew = false;
  if (number !== null) {
    if (await wasSwapped(connection, uid, aside)) place = uid;
    else isNew = await ensureIndex(connection, aside);
    await dropLeftovers(connection, uid, aside);
  }
  return {
    isNew,
    inPlace: number === null,
    upsert: (documents) => writeDocuments(connection, place, documents.map(indexedDocument)),
    remove: (ids) => removeDocuments(connection, place, ids),
    async publish() {
      if (place === uid) return;
      // Both at once for whoever asks: before it the old one answers, after it the new one.
      await connection.settled(connection.writer.swapIndexes([{ indexes: [uid, aside], rename: false }]));
      place = uid;
    },
    async close() {
      if (number !== null) await dropIndex(connection, aside);
    },
  };
}

/** Waits for a swap that is still under way. */
async function wasSwapped(connection: Connection, uid: string, aside: string): Promise<boolean> {
  const { results } = await connection.reader.tasks.getTasks({ types: ["indexSwap"], limit: SWAPS_LOOKED_AT });
  for (const task of results) {
    const isOurs =
      task.details?.swaps?.some(({ indexes }) => indexes.includes(uid) && indexes.includes(aside)) === true;
    if (!isOurs || task.status === "failed" || task.status === "canceled") continue;
    if (task.status !== "succeeded") await connection.settledTask(task.uid);
    return true;
  }
  return false;
}

/** Indexes of rebuilds that were given up. */
async function dropLeftovers(connection: Connection, uid: string, aside: string): Promise<void> {
  const { results } = await connection.reader.getRawIndexes({ limit: 1_000 });
  const leftover = new RegExp(`^${uid}_\\d+$`);
  for (const { uid: name } of results) if (leftover.test(name) && name !== aside) await dropIndex(connection, name);
}

async function dropIndex(connection: Connection, uid: string): Promise<void> {
  await connection.unlessMissing(() => connection.settled(connection.writer.deleteIndex(uid)));
}
