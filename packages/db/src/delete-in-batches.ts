/** A run that asks for longer than this is cut off by the engine: what is left goes with the next one. */
const LONGEST_MS = 90_000;

/**
 * Deletes until nothing is left, each batch in a transaction of its own: one long delete holds locks and bloats the WAL.
 * `deleteSome` deletes at most as many as it is told and says how many it were. Returns how many went in all.
 */
export async function deleteInBatches(
  rows: number,
  deleteSome: (limit: number) => Promise<number>,
  clock: () => number = Date.now,
): Promise<number> {
  const until = clock() + LONGEST_MS;
  let all = 0;
  for (;;) {
    const gone = await deleteSome(rows);
    all += gone;
    if (gone < rows || clock() >= until) return all;
  }
}
