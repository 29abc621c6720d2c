import { openLeaderLock } from "@tiffin/db/advisory-lock";

/** Any number that only rebuilds of the search index use: one at a time in each database. */
const REBUILD_LOCK = 7_468_333;

/** Another process makes the index anew just now. */
export class RebuildRunningError extends Error {
  override readonly name = "RebuildRunningError";
}

/**
 * Runs with the lock of rebuilds, which goes with its connection: a process that dies gives it up.
 * @throws RebuildRunningError when another one has it
 */
export async function withRebuildLock<T>(databaseUrl: string, run: () => Promise<T>): Promise<T> {
  const lock = openLeaderLock(databaseUrl, REBUILD_LOCK, "tiffin-search-rebuild");
  try {
    if (!(await lock.tryAcquire())) {
      throw new RebuildRunningError("the search index is being made anew already, by another process");
    }
    return await run();
  } finally {
    await lock.close();
  }
}
