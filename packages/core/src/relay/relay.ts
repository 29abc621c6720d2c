import { setTimeout as sleep } from "node:timers/promises";
import { openLeaderLock } from "@tiffin/db/advisory-lock";
import type { Database } from "@tiffin/db/client";
import {
  beginReread,
  countDeadLetters,
  endReread,
  findRelayProgress,
  insertDeadLetter,
  saveRelayProgress,
} from "@tiffin/db/queries/relay";
import type { Change, Sink } from "./change.ts";
import { deposeSilentLeader } from "./depose-silent-leader.ts";
import { parseLsn } from "./lsn.ts";
import { rereadOutbox } from "./reread-outbox.ts";
import { SinkQueue } from "./sink-queue.ts";
import { assertReplicationPossible, confirmedPlace, makeSlot, slotName, slotState, type SlotState } from "./slot.ts";
import { ChangeStream } from "./stream.ts";
import { VisibilityGate } from "./visibility.ts";
import { Watermark } from "./watermark.ts";

/** Any number that only the relay uses: one leader for each database. */
const RELAY_LOCK = 7_468_332;
/** Where nothing says how far an earlier relay was, so much of the outbox is read. */
const UNKNOWN_REREAD_MS = 3_600_000;
/** A row carries the time at which its transaction began: longer than any of them takes. */
const TRANSACTION_MS = 300_000;
const BEAT_MS = 2_000;
const SILENT_AFTER_MS = 15_000;
/** Changes in one transaction from which on it is a bulk change. */
const BULK = 20;

export interface RelayOptions {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly sinks: readonly Sink[];
  /**
   * Called each time that this process begins to lead. `mayHaveMissed`: the slot is new (the first start, or it was lost),
   * so that changes of the catalogue may never come: the search index should be made anew.
   */
  readonly onLeading?: (leading: { readonly mayHaveMissed: boolean }) => Promise<void>;
  /** A change is where it belongs, `lagMs` after its commit. */
  readonly onDelivered?: (sink: string, lagMs: number) => void;
  readonly log: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
  /** How often those who do not lead ask again. */
  readonly electionMs?: number;
  /** A leader without a sign of life for so long is deposed. */
  readonly silentAfterMs?: number;
}

export interface RelayStatus {
  readonly leader: boolean;
  /** Set aside, and not dealt with yet; as of the last look. */
  readonly deadLetters: number;
  /** Null where it isn't known: in those who do not lead. */
  readonly slot: SlotState | null;
  readonly sinks: readonly { name: string; waiting: number; delivered: number; lagSeconds: number }[];
}

export interface Relay {
  /** Until {@link stop}. @throws ReplicationNotPossibleError */
  run(): Promise<void>;
  /** Finishes the deliveries under way, confirms them, and lets another lead. */
  stop(): Promise<void>;
  status(now: Date): RelayStatus;
}

/**
 * Tails the WAL and hands every committed change to the sinks, at least once and in order. One process leads at a time;
 * when it dies, another takes over from the last place that was confirmed.
 */
export function createRelay(options: RelayOptions): Relay {
  const { db, log } = options;
  const stopping = new AbortController();
  let queues: SinkQueue[] = [];
  let leader = false;
  let deadLetters = 0;
  let state: SlotState | null = null;
  let finished: Promise<void> = Promise.resolve();

  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});

  async function loop(): Promise<void> {
    await assertReplicationPossible(db);
    const slot = await slotName(db);
    while (!stopping.signal.aborted) {
      const lock = openLeaderLock(options.databaseUrl, RELAY_LOCK, "tiffin-relay-leader");
      try {
        while (!stopping.signal.aborted && !(await lock.tryAcquire())) {
          if (await deposeSilentLeader(db, RELAY_LOCK, slot, options.silentAfterMs ?? SILENT_AFTER_MS)) {
            log.warn({ slot }, "the change relay's leader was silent and is replaced");
          } else await pause(options.electionMs ?? 1_000);
        }
        if (!stopping.signal.aborted) await lead(slot, lock);
      } catch (error) {
        if (!stopping.signal.aborted) log.warn({ err: error }, "the change relay was interrupted; it goes on");
      } finally {
        leader = false;
        state = null;
        await lock.close().catch(() => {});
      }
      await pause(500);
    }
  }

  async function lead(slot: string, lock: { isHeld(): Promise<boolean> }): Promise<void> {
    const progress = await findRelayProgress(db, slot);
    const place = await confirmedPlace(db, slot);
    // Written before the slot is made: a crash in between must not make it look as if nothing was missed.
    const rereadFrom =
      place === null ? await beginReread(db, slot, lastKnown(progress)) : (progress?.rereadFrom ?? null);
    const confirmedLsn = place ?? (await makeSlot(db, slot));
    const mayHaveMissed = rereadFrom !== null;
    let isRereading = mayHaveMissed;
    let caughtUpAt: Date | null = null;
    queues = options.sinks.map(
      (sink) => new SinkQueue(sink, { onError: failed, onPoison: setAside, onDelivered: options.onDelivered }),
    );
    const stream = new ChangeStream(options.databaseUrl, slot, {
      onTransaction(changes, { endLsn, xid, at }) {
        const deliveries = changes.flatMap((change) => wantedBy(change).map((queue) => ({ queue, change })));
        const done = watermark.open(endLsn, deliveries.length, at);
        // A transaction that touches many restaurants lets single changes by.
        const isBulk = changes.length > BULK;
        if (deliveries.length === 0) return;
        gate.pass(xid, () => {
          for (const { queue, change } of deliveries) queue.push(change, done, isBulk);
          if (queues.some((queue) => queue.isFull)) void holdBack(stream);
        });
      },
      onIdle(lsn) {
        if (watermark.isIdle) caughtUpAt = new Date();
        stream.confirm(watermark.isIdle && lsn > watermark.done ? lsn : watermark.done);
      },
    });
    const gate = new VisibilityGate(db);
    const watermark = new Watermark(parseLsn(confirmedLsn), (lsn) => stream.confirm(lsn));
    leader = true;
    log.info({ slot, confirmedLsn, rereadFrom }, "the change relay leads");
    void options
      .onLeading?.({ mayHaveMissed })
      .catch((error: unknown) => log.error({ err: error }, "the search index could not be checked"));
    const beat = async () => {
      // A sign of life too: the server ends a connection that says nothing for a minute.
      stream.confirm(watermark.done);
      if (!(await lock.isHeld())) return stream.stop();
      const until = latest(watermark.doneAt, watermark.isIdle ? caughtUpAt : null);
      if (until !== null && !isRereading) await saveRelayProgress(db, slot, until);
      state = await slotState(db, slot);
      deadLetters = await countDeadLetters(db);
    };
    const watch = setInterval(() => {
      beat().catch((error: unknown) => log.warn({ err: error }, "the change relay's progress could not be kept"));
    }, BEAT_MS);
    const onStop = () => void shutDown();
    stopping.signal.addEventListener("abort", onStop, { once: true });
    const shutDown = async () => {
      gate.stop();
      await Promise.all(queues.map((queue) => queue.stop()));
      // What the last deliveries confirmed is on its way; give it a moment before the connection goes.
      await sleep(50);
      await stream.stop();
    };
    try {
      // Told to stop while this process was taking over: nobody tells it again.
      if (stopping.signal.aborted) return;
      if (rereadFrom !== null) {
        // Before what is new, so that what was said of one order stays in its order.
        await rereadOutbox(db, queues, rereadFrom, stopping.signal, () => {
          isRereading = false;
          void endReread(db, slot).catch(() => {});
          log.info({ slot }, "the outbox was read again to its end");
        });
      }
      await stream.run();
      if (!stopping.signal.aborted) throw new Error("another process leads");
    } finally {
      clearInterval(watch);
      stopping.signal.removeEventListener("abort", onStop);
      await shutDown();
    }
  }

  let isHeldBack = false;
  async function holdBack(stream: ChangeStream): Promise<void> {
    if (isHeldBack) return;
    isHeldBack = true;
    stream.setPaused(true);
    for (const queue of queues) await queue.room();
    isHeldBack = false;
    stream.setPaused(false);
  }

  const wantedBy = (change: Change) => queues.filter((queue) => queue.sink.wants(change));

  function failed(sink: string, error: unknown): void {
    log.warn({ err: error, sink }, "a sink of the change relay did not take a batch; it is tried again");
  }

  async function setAside(sink: string, change: Change, error: unknown): Promise<void> {
    deadLetters += 1;
    log.error({ err: error, sink, change }, "a change was set aside: its sink will not take it");
    if (change.kind !== "outbox") return;
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    await insertDeadLetter(db, { sink, outboxId: change.id, error: text.slice(0, 2_000) }).catch((cause: unknown) =>
      log.error({ err: cause }, "a dead letter could not be kept"),
    );
  }

  return {
    run() {
      finished = loop();
      return finished;
    },
    async stop() {
      stopping.abort();
      await finished.catch(() => {});
    },
    status: (now) => ({
      leader,
      deadLetters,
      slot: state,
      sinks: queues.map((queue) => ({
        name: queue.sink.name,
        waiting: queue.waiting,
        delivered: queue.delivered,
        lagSeconds: queue.oldest === null ? 0 : Math.max(0, (now.getTime() - queue.oldest.getTime()) / 1_000),
      })),
    }),
  };
}

/** From where on something may be missing when the slot is gone. */
function lastKnown(progress: { readonly deliveredUntil: Date; readonly rereadFrom: Date | null } | undefined): Date {
  const from = progress?.rereadFrom ?? progress?.deliveredUntil ?? new Date(Date.now() - UNKNOWN_REREAD_MS);
  return new Date(from.getTime() - TRANSACTION_MS);
}

function latest(...times: readonly (Date | null)[]): Date | null {
  const known = times.flatMap((time) => (time === null ? [] : time.getTime()));
  return known.length === 0 ? null : new Date(Math.max(...known));
}
