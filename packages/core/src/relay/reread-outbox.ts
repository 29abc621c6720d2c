import type { Database } from "@tiffin/db/client";
import { outboxSince } from "@tiffin/db/queries/relay";
import type { OutboxMessage } from "@tiffin/domain/outbox/messages";
import type { Change } from "./change.ts";
import type { SinkQueue } from "./sink-queue.ts";

const PAGE = 1_000;

/**
 * Hands over again whatever the outbox says since then, oldest first, as fast as the sinks take it. Resolves once all of it
 * is in the queues; `onDone` is called when every sink has taken its part.
 */
export async function rereadOutbox(
  db: Database,
  queues: readonly SinkQueue[],
  from: Date,
  signal: AbortSignal,
  onDone: () => void,
): Promise<void> {
  let left = 1;
  const finish = () => {
    left -= 1;
    if (left === 0) onDone();
  };
  let position = 0;
  while (!signal.aborted) {
    const rows = await outboxSince(db, from, position, PAGE);
    for (const { id, topic, payload, createdAt } of rows) {
      const change: Change = { kind: "outbox", id, message: { topic, data: payload } as OutboxMessage, createdAt };
      for (const queue of queues.filter(({ sink }) => sink.wants(change))) {
        left += 1;
        queue.push(change, finish);
      }
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) break;
    ({ position } = last);
    for (const queue of queues) await queue.room();
  }
  if (!signal.aborted) finish();
}
