import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { DatabaseOrTransaction } from "@tiffin/db/client";

const POLL_MS = 2;
const AWAY_MS = 200;

/**
 * Postgres streams a transaction once it is flushed (and before a synchronous standby has it): a moment before other
 * sessions see its rows. A sink that reads them in that moment would read the old ones, and nobody would tell it again.
 * A transaction holds the lock of its own id until it is visible, so that is waited for.
 */
export class VisibilityGate {
  readonly #db: DatabaseOrTransaction;
  readonly #waiting: { readonly xid: string; readonly open: () => void }[] = [];
  #isRunning = false;
  #isStopped = false;

  constructor(db: DatabaseOrTransaction) {
    this.#db = db;
  }

  /** Calls `open` once every session sees that transaction; in the order of the calls. */
  pass(xid: number, open: () => void): void {
    if (this.#isStopped) return;
    this.#waiting.push({ xid: String(xid), open });
    if (!this.#isRunning) void this.#run();
  }

  /** What still waits is not let by any more. */
  stop(): void {
    this.#isStopped = true;
    this.#waiting.length = 0;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const asked = this.#waiting.slice();
      const hidden = await this.#hiddenOf(asked.map(({ xid }) => xid)).catch(() => null);
      if (this.#isStopped) break;
      const firstHidden = hidden === null ? 0 : asked.findIndex(({ xid }) => hidden.has(xid));
      const passing = this.#waiting.splice(0, firstHidden < 0 ? asked.length : firstHidden);
      for (const { open } of passing) open();
      if (hidden === null) await sleep(AWAY_MS);
      else if (firstHidden >= 0) await sleep(POLL_MS);
    }
    this.#isRunning = false;
  }

  async #hiddenOf(xids: readonly string[]): Promise<Set<string>> {
    const rows = await this.#db.execute<{ xid: string }>(sql`
      select transactionid::text as xid from pg_locks
      where locktype = 'transactionid' and mode = 'ExclusiveLock' and granted
        and transactionid::text in ${[...new Set(xids)]}`);
    return new Set(rows.map((row) => row.xid));
  }
}
