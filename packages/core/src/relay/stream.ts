import { once } from "node:events";
import { LogicalReplicationService, PgoutputPlugin, type Pgoutput } from "pg-logical-replication";
import type { CatalogChange, Change } from "./change.ts";
import { decodeChanges } from "./decode.ts";
import { formatLsn, parseLsn } from "./lsn.ts";
import { PUBLICATION } from "./slot.ts";

/** The server only needs to know now and then: a crash between two confirmations costs a few repeated changes. */
const CONFIRM_EVERY_MS = 100;

export interface Commit {
  readonly endLsn: bigint;
  readonly xid: number;
  readonly at: Date;
}

export interface StreamHandlers {
  /** A committed transaction, in commit order. Other sessions may not see it yet. */
  onTransaction(changes: readonly Change[], commit: Commit): void;
  /** The server is at this place, and every transaction before it was handed over. */
  onIdle(lsn: bigint): void;
}

/** Reads a replication slot. Ends by itself only with an error. */
export class ChangeStream {
  readonly #service: LogicalReplicationService;
  readonly #slot: string;
  #ended = false;
  #toConfirm = 0n;
  #confirming: NodeJS.Timeout | undefined;
  /** Ends {@link run} also when the connection is only being made: the library can't break that off. */
  readonly #stopped = new AbortController();

  constructor(databaseUrl: string, slot: string, handlers: StreamHandlers) {
    this.#slot = slot;
    this.#service = new LogicalReplicationService(
      { connectionString: databaseUrl, application_name: "tiffin-relay", keepAlive: true },
      // What is confirmed is decided by the sinks, never by what was merely received. The library's own flow control
      // stays off: it queues changes but not heartbeats, so that a heartbeat would overtake the changes before it.
      { acknowledge: { auto: false, timeoutSeconds: 0 }, flowControl: { enabled: false } },
    );
    let transaction = new Transaction(new Date(), 0);
    let inTransaction = false;
    this.#service.on("data", (_lsn: string, message: Pgoutput.Message) => {
      if (message.tag === "begin") {
        inTransaction = true;
        transaction = new Transaction(new Date(Number(message.commitTime) / 1_000), message.xid);
      } else if (message.tag === "commit") {
        inTransaction = false;
        const { changes, xid, committedAt: at } = transaction;
        transaction = new Transaction(new Date(), 0);
        if (message.commitEndLsn === null) return;
        handlers.onTransaction(changes, { endLsn: parseLsn(message.commitEndLsn), xid, at });
      } else {
        for (const change of decodeChanges(message, transaction.committedAt)) transaction.add(change);
      }
    });
    this.#service.on("heartbeat", (lsn) => {
      if (!inTransaction) handlers.onIdle(parseLsn(lsn));
    });
  }

  /** Runs until the connection ends or {@link stop}; rejects with the reason. */
  async run(): Promise<void> {
    if (this.#ended) return;
    const stopped = once(this.#stopped.signal, "abort").then(() => {});
    const failed = new Promise<never>((_, reject) => this.#service.on("error", reject));
    failed.catch(() => {});
    await Promise.race([
      this.#service.subscribe(new PgoutputPlugin({ protoVersion: 1, publicationNames: [PUBLICATION] }), this.#slot),
      failed,
      stopped,
    ]);
  }

  /**
   * Everything before this place is done. The library adds one to what it is given; a transaction whose commit begins
   * exactly at the confirmed place must still come, so one is taken off first.
   */
  confirm(lsn: bigint): void {
    if (this.#ended || lsn <= 0n) return;
    this.#toConfirm = lsn;
    this.#confirming ??= setTimeout(() => this.#sendConfirmed(), CONFIRM_EVERY_MS);
  }

  #sendConfirmed(): void {
    clearTimeout(this.#confirming);
    this.#confirming = undefined;
    if (this.#toConfirm > 0n) void this.#service.acknowledge(formatLsn(this.#toConfirm - 1n)).catch(() => {});
  }

  /** Reads no further while a sink's queue is full; the server keeps the WAL. */
  setPaused(paused: boolean): void {
    const connection = this.#service["_connection"] as { stream: { pause(): void; resume(): void } } | null;
    if (paused) connection?.stream.pause();
    else connection?.stream.resume();
  }

  async stop(): Promise<void> {
    if (!this.#ended && this.#confirming !== undefined) this.#sendConfirmed();
    this.#ended = true;
    this.#stopped.abort();
    await this.#service.stop().catch(() => {});
    // The socket may still fail after the end: nobody listens for that any more.
    this.#service.removeAllListeners();
    this.#service.on("error", () => {});
  }
}

/** What one transaction changed. An import touches thousands of rows of one restaurant: once is enough. */
class Transaction {
  readonly committedAt: Date;
  readonly xid: number;
  readonly changes: Change[] = [];
  readonly #places = new Map<string, number>();

  constructor(committedAt: Date, xid: number) {
    this.committedAt = committedAt;
    this.xid = xid;
  }

  add(change: Change): void {
    if (change.kind !== "catalog") {
      this.changes.push(change);
      return;
    }
    const place = this.#places.get(change.restaurantId);
    const known = place === undefined ? undefined : (this.changes[place] as CatalogChange);
    if (place === undefined || known === undefined) {
      this.#places.set(change.restaurantId, this.changes.push(change) - 1);
    } else if (change.cityIds.length > 0) {
      this.changes[place] = { ...known, cityIds: [...new Set([...known.cityIds, ...change.cityIds])] };
    }
  }
}
