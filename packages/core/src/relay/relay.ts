import { setTimeout as sleep } from "node:timers/promises";
import { gte } from "drizzle-orm";
import { openLeaderLock } from "@tiffin/db/advisory-lock";
import type { Database } from "@tiffin/db/client";
import { newId } from "@tiffin/db/ids";
import { outbox, relayDeadLetters } from "@tiffin/db/schema/outbox";
import type { OutboxMessage } from "@tiffin/domain/outbox/messages";
import type { Change, Sink } from "./change.ts";
import { parseLsn } from "./lsn.ts";
import { SinkQueue } from "./sink-queue.ts";
import { assertReplicationPossible, ensureSlot, slotName } from "./slot.ts";
import { ChangeStream } from "./stream.ts";
import { VisibilityGate } from "./visibility.ts";
import { Watermark } from "./watermark.ts";

/** Any number that only the relay uses: one leader for each database. */
const RELAY_LOCK = 7_468_332;
/** With a slot that is new there is no place to go on from: so much of the outbox is handed over again. */
const REPLAY_MS = 3_600_000;
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
}

export interface RelayStatus {
  readonly leader: boolean;
  readonly deadLetters: number;
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
  let finished: Promise<void> = Promise.resolve();

  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});

  async function loop(): Promise<void> {
    await assertReplicationPossible(db);
    const slot = await slotName(db);
    while (!stopping.signal.aborted) {
      const lock = openLeaderLock(options.databaseUrl, RELAY_LOCK, "tiffin-relay-leader");
      try {
        while (!stopping.signal.aborted && !(await lock.tryAcquire())) await pause(options.electionMs ?? 1_000);
        if (!stopping.signal.aborted) await lead(slot, lock);
      } catch (error) {
        if (!stopping.signal.aborted) log.warn({ err: error }, "the change relay was interrupted; it goes on");
      } finally {
        leader = false;
        await lock.close().catch(() => {});
      }
      await pause(500);
    }
  }

  async function lead(slot: string, lock: { isHeld(): Promise<boolean> }): Promise<void> {
    const { confirmedLsn, isNew } = await ensureSlot(db, slot);
    queues = options.sinks.map(
      (sink) => new SinkQueue(sink, { onError: failed, onPoison: setAside, onDelivered: options.onDelivered }),
    );
    const stream = new ChangeStream(options.databaseUrl, slot, {
      onTransaction(changes, endLsn, xid) {
        const deliveries = changes.flatMap((change) => wantedBy(change).map((queue) => ({ queue, change })));
        const done = watermark.open(endLsn, deliveries.length);
        // A transaction that touches many restaurants lets single changes by.
        const isBulk = changes.length > BULK;
        if (deliveries.length === 0) return;
        gate.pass(xid, () => {
          for (const { queue, change } of deliveries) queue.push(change, done, isBulk);
          if (queues.some((queue) => queue.isFull)) void holdBack(stream);
        });
      },
      onIdle(lsn) {
        stream.confirm(watermark.isIdle && lsn > watermark.done ? lsn : watermark.done);
      },
    });
    const gate = new VisibilityGate(db);
    const watermark = new Watermark(parseLsn(confirmedLsn), (lsn) => stream.confirm(lsn));
    leader = true;
    log.info({ slot, confirmedLsn, isNew }, "the change relay leads");
    if (isNew) await replayOutbox();
    void options
      .onLeading?.({ mayHaveMissed: isNew })
      .catch((error: unknown) => log.error({ err: error }, "the search index could not be checked"));
    const watch = setInterval(() => {
      // A sign of life too: the server ends a connection that says nothing for a minute.
      stream.confirm(watermark.done);
      void lock.isHeld().then((held) => (held ? undefined : stream.stop()));
    }, 5_000);
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
      await stream.run();
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

  async function replayOutbox(): Promise<void> {
    const rows = await db
      .select()
      .from(outbox)
      .where(gte(outbox.createdAt, new Date(Date.now() - REPLAY_MS)))
      .orderBy(outbox.position);
    for (const { id, topic, payload, createdAt } of rows) {
      const change: Change = { kind: "outbox", id, message: { topic, data: payload } as OutboxMessage, createdAt };
      for (const queue of wantedBy(change)) queue.push(change, () => {});
    }
  }

  function failed(sink: string, error: unknown): void {
    log.warn({ err: error, sink }, "a sink of the change relay did not take a batch; it is tried again");
  }

  async function setAside(sink: string, change: Change, error: unknown): Promise<void> {
    deadLetters += 1;
    log.error({ err: error, sink, change }, "a change was set aside: its sink will not take it");
    if (change.kind !== "outbox") return;
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    await db
      .insert(relayDeadLetters)
      .values({ id: newId(), sink, outboxId: change.id, error: text.slice(0, 2_000) })
      .catch((cause: unknown) => log.error({ err: cause }, "a dead letter could not be kept"));
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
      sinks: queues.map((queue) => ({
        name: queue.sink.name,
        waiting: queue.waiting,
        delivered: queue.delivered,
        lagSeconds: queue.oldest === null ? 0 : Math.max(0, (now.getTime() - queue.oldest.getTime()) / 1_000),
      })),
    }),
  };
}
