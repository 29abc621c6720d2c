import { bigint, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { OutboxMessage } from "@tiffin/domain/outbox/messages";
import { createdAt, id, instant } from "./columns.ts";

/**
 * What the rest of the house must hear of, written in the transaction that made it true. The change relay tails it from
 * the WAL (publication `tiffin_changes`) and hands each row to the workflows, the live channels, push and search, at
 * least once; every sink is idempotent by `id`. Rows are never updated; old ones are dropped by the worker. If the
 * replication slot is ever lost, the relay re-reads this table by `position` from its own watermark.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: id(),
    position: bigint("position", { mode: "number" }).generatedAlwaysAsIdentity(),
    topic: text("topic").$type<OutboxMessage["topic"]>().notNull(),
    /** What it is about: an order's, an offer's or a rider's id. */
    subjectId: uuid("subject_id").notNull(),
    payload: jsonb("payload").$type<OutboxMessage["data"]>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [index("outbox_position").on(table.position), index("outbox_created").on(table.createdAt)],
);

/** Rows that a sink refused again and again, set aside so that the others go on. */
export const relayDeadLetters = pgTable("relay_dead_letters", {
  id: id(),
  sink: text("sink").notNull(),
  outboxId: uuid("outbox_id").notNull(),
  error: text("error").notNull(),
  createdAt: createdAt(),
  resolvedAt: instant("resolved_at"),
});
