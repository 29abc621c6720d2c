import { LogicalReplicationService, PgoutputPlugin, type Pgoutput } from "pg-logical-replication";
import type { Change } from "./change.ts";
import { decodeChange } from "./decode.ts";
import { formatLsn, parseLsn } from "./lsn.ts";
import { PUBLICATION } from "./slot.ts";

export interface StreamHandlers {
  /** A committed transaction, in commit order. A promise that waits holds the stream back. */
  onTransaction(changes: readonly Change[], endLsn: bigint): Promise<void> | void;
  /** The server is at this place and nothing lies before it that was not handed over. */
  onIdle(lsn: bigint, mustAnswer: boolean): void;
}

/** Reads a replication slot. Ends by itself only with an error. */
export class ChangeStream {
  readonly #service: LogicalReplicationService;
  readonly #slot: string;
  #ended = false;

  constructor(databaseUrl: string, slot: string, handlers: StreamHandlers) {
    this.#slot = slot;
    this.#service = new LogicalReplicationService(
      { connectionString: databaseUrl, application_name: "tiffin-relay", keepAlive: true },
      // What is confirmed is decided by the sinks, never by what was merely received.
      { acknowledge: { auto: false, timeoutSeconds: 0 }, flowControl: { enabled: true } },
    );
    let changes: Change[] = [];
    let restaurants = new Set<string>();
    this.#service.on("data", async (_lsn: string, message: Pgoutput.Message) => {
      if (message.tag === "begin") {
        changes = [];
        restaurants = new Set();
      } else if (message.tag === "commit") {
        const done = changes;
        changes = [];
        if (message.commitEndLsn !== null) await handlers.onTransaction(done, parseLsn(message.commitEndLsn));
      } else {
        const change = decodeChange(message);
        if (change === null) return;
        // An import touches thousands of rows of one restaurant: once is enough.
        if (change.kind === "catalog") {
          if (restaurants.has(change.restaurantId)) return;
          restaurants.add(change.restaurantId);
        }
        changes.push(change);
      }
    });
    this.#service.on("heartbeat", (lsn, _timestamp, mustAnswer) => handlers.onIdle(parseLsn(lsn), mustAnswer));
  }

  /** Runs until the connection ends; rejects with the reason. */
  async run(): Promise<void> {
    const failed = new Promise<never>((_, reject) => this.#service.on("error", reject));
    failed.catch(() => {});
    await Promise.race([
      this.#service.subscribe(new PgoutputPlugin({ protoVersion: 1, publicationNames: [PUBLICATION] }), this.#slot),
      failed,
    ]);
  }

  /**
   * Everything before this place is done. The library adds one to what it is given; a transaction whose commit begins
   * exactly at the confirmed place must still come, so one is taken off first.
   */
  confirm(lsn: bigint): void {
    if (this.#ended || lsn <= 0n) return;
    void this.#service.acknowledge(formatLsn(lsn - 1n)).catch(() => {});
  }

  async stop(): Promise<void> {
    this.#ended = true;
    await this.#service.stop().catch(() => {});
    // The socket may still fail after the end: nobody listens for that any more.
    this.#service.removeAllListeners();
    this.#service.on("error", () => {});
  }
}
