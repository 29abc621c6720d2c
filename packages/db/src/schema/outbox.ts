import { bigint, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { OutboxMessage } from "@tiffin/domain/outbox/messages";
import { createdAt, id, instant } from "./columns.ts";

/**
 * What the rest of the house must hear of, written in the transaction that made it true. The change relay tails it from
 * the WAL (publication `tiffin_changes`) and hands each row to the workflows, the live channels, push and search, at
 * least once; every sink is idempotent by `id`. Rows are never updated; old ones are dropped by the worker. If the
 * replication slot is ever lost, the relay reads this table again from where `relay_progress` says.
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

/** How far the change relay is, beside what its replication slot knows: one row for each slot. */
export const relayProgress = pgTable("relay_progress", {
  slot: text("slot").primaryKey(),
  /** Whatever was committed before is where it belongs. */
  deliveredUntil: instant("delivered_until").notNull(),
  /** The slot was lost: the outbox is being read again from here on, and that is not finished. */
  rereadFrom: instant("reread_from"),
});
