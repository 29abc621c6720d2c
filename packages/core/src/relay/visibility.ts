import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { DatabaseOrTransaction } from "@tiffin/db/client";

/** From one question to the next: in a rush one answer is for many. The first after a rest is asked at once. */
const GATHER_MS = 8;
const AWAY_MS = 200;

/**
 * Postgres streams a transaction once it is flushed (and before a synchronous standby has it): a moment before other
 * sessions see its rows. A sink that reads them in that moment would read the old ones, and nobody would tell it again.
 * So each is held back until a snapshot sees it.
 */
export class VisibilityGate {
  readonly #db: DatabaseOrTransaction;
  readonly #waiting: { readonly xid: number; readonly open: () => void }[] = [];
  #askedAt = -Infinity;
  #isRunning = false;
  #isStopped = false;

  constructor(db: DatabaseOrTransaction) {
    this.#db = db;
  }

  /** Calls `open` once every session sees that transaction; in the order of the calls. */
  pass(xid: number, open: () => void): void {
    if (this.#isStopped) return;
    this.#waiting.push({ xid, open });
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
      await sleep(Math.max(0, this.#askedAt + GATHER_MS - performance.now()));
      this.#askedAt = performance.now();
      const snapshot = await this.#snapshot().catch(() => null);
      if (this.#isStopped) break;
      const firstHidden = snapshot === null ? 0 : this.#waiting.findIndex(({ xid }) => !sees(snapshot, xid));
      const passing = this.#waiting.splice(0, firstHidden < 0 ? this.#waiting.length : firstHidden);
      for (const { open } of passing) open();
      if (snapshot === null) await sleep(AWAY_MS);
    }
    this.#isRunning = false;
  }

  async #snapshot(): Promise<Snapshot> {
    const [row] = await this.#db.execute<{ snapshot: string }>(sql`select pg_current_snapshot()::text as snapshot`);
    return parseSnapshot(row?.snapshot ?? "");
  }
}

/** What Postgres calls a snapshot: `xmin:xmax:running,…`, in transaction ids of 64 bits. */
interface Snapshot {
  readonly xmax: bigint;
  readonly running: ReadonlySet<bigint>;
}

function parseSnapshot(text: string): Snapshot {
  const [, xmax = "0", running = ""] = text.split(":");
  return { xmax: BigInt(xmax), running: new Set(running.split(",").filter(Boolean).map(BigInt)) };
}

/** The stream knows 32 bits of an id: the one meant is the one nearest to the present. */
function sees({ xmax, running }: Snapshot, xid: number): boolean {
  const ahead = BigInt.asIntN(32, BigInt(xid) - xmax);
  return ahead < 0n && !running.has(xmax + ahead);
}
