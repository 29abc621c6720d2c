import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { PushMessage } from "@tiffin/domain/wire/push";
import { createdAt, id, instant } from "./columns.ts";
import { users } from "./identity.ts";

/**
 * A browser that asked for Web Push: one row for each device and app. Its app says again at each start that it is still
 * there (`renewed_at`); one that does not for as long as a session lasts is dropped, and a dead one (404, 410) as soon
 * as its push service says so.
 */
export const pushSubscriptions = pgTable(
  "push_subscriptions",
  {
    id: id(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    endpoint: text("endpoint").notNull(),
    p256dh: text("p256dh").notNull(),
    auth: text("auth").notNull(),
    app: text("app").notNull(),
    /** The language that this device shows. */
    locale: text("locale").notNull().default("en"),
    /** Refusals in a row that were not about the message. */
    failures: integer("failures").notNull().default(0),
    lastDeliveredAt: instant("last_delivered_at"),
    renewedAt: instant("renewed_at")
      .notNull()
      .default(sql`now()`),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("push_subscriptions_endpoint").on(table.endpoint),
    index("push_subscriptions_user").on(table.userId),
    check("push_subscriptions_app", sql`${table.app} in ('customer', 'rider', 'restaurant')`),
  ],
);

/**
 * One message to one device. The unique index makes each step reach each device once, however often the relay tells of
 * it; any worker sends what is due (SKIP LOCKED), and `due_at` is its lease meanwhile.
 */
export const pushDeliveries = pgTable(
  "push_deliveries",
  {
    id: id(),
    /** What it tells: a kind and what that is about, such as `order.confirmed:<orderId>`. */
    step: text("step").notNull(),
    subscriptionId: uuid("subscription_id")
      .notNull()
      .references(() => pushSubscriptions.id, { onDelete: "cascade" }),
    message: jsonb("message").$type<PushMessage>().notNull(),
    /** Undelivered messages of one topic replace each other at the push service (RFC 8030, section 5.4). */
    topic: text("topic").notNull(),
    urgency: text("urgency").$type<"normal" | "high">().notNull(),
    expiresAt: instant("expires_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    dueAt: instant("due_at").notNull(),
    settledAt: instant("settled_at"),
    outcome: text("outcome").$type<PushOutcome>(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("push_deliveries_once").on(table.step, table.subscriptionId),
    index("push_deliveries_due")
      .on(table.dueAt)
      .where(sql`settled_at is null`),
    index("push_deliveries_created").on(table.createdAt),
    index("push_deliveries_subscription").on(table.subscriptionId),
    check("push_deliveries_settled", sql`(${table.settledAt} is null) = (${table.outcome} is null)`),
  ],
);

/** `refused`: the push service will not take it; `expired`: its time was over before it could be handed over. */
export type PushOutcome = "sent" | "refused" | "expired";
