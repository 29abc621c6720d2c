import type { NextAction } from "@tiffin/domain/wire/orders";
import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, currency, id, instant, updatedAt } from "./columns.ts";
import { orders } from "./orders.ts";

export const paymentStatusEnum = pgEnum("payment_status", [
  /** Written; the gateway has not answered yet. */
  "CREATED",
  /** Waits for the customer (3DS, UPI) or for a gateway that timed out. */
  "PENDING",
  "AUTHORIZED",
  "CAPTURED",
  "VOIDED",
  "REFUNDED",
  "DECLINED",
]);

/** One charge of one order. Its id is the idempotency key at the gateway, so that no retry can charge twice. */
export const payments = pgTable(
  "payments",
  {
    id: id(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    provider: text("provider").notNull(),
    method: text("method").notNull(),
    status: paymentStatusEnum("status").notNull().default("CREATED"),
    currency: currency(),
    amount: integer("amount").notNull(),
    captured: integer("captured").notNull().default(0),
    refunded: integer("refunded").notNull().default(0),
    /** Sent with every call of the gateway about this payment. */
    idempotencyKey: text("idempotency_key").notNull(),
    /** The gateway's own id, once it is known. */
    providerReference: text("provider_reference"),
    nextAction: jsonb("next_action").$type<NextAction>(),
    declineCode: text("decline_code"),
    /** Since when a person has to look, because order and gateway can't be made to agree by themselves; and why. */
    reviewSince: instant("review_since"),
    reviewReason: text("review_reason"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex("payments_idempotency").on(table.idempotencyKey),
    uniqueIndex("payments_provider_reference").on(table.provider, table.providerReference),
    index("payments_order").on(table.orderId),
    /** An order has one live charge: a second can exist only after the first was declined or voided. */
    uniqueIndex("payments_one_live_per_order")
      .on(table.orderId)
      .where(sql`status not in ('DECLINED', 'VOIDED')`),
    index("payments_unsettled")
      .on(table.status, table.updatedAt)
      .where(sql`status in ('CREATED', 'PENDING', 'AUTHORIZED')`),
    index("payments_review")
      .on(table.reviewSince)
      .where(sql`review_since is not null`),
    check("payments_amount", sql`${table.amount} >= 0`),
    check("payments_captured", sql`${table.captured} between 0 and ${table.amount}`),
    check("payments_refunded", sql`${table.refunded} between 0 and ${table.captured}`),
    check("payments_provider", sql`${table.provider} in ('sandbox', 'stripe', 'razorpay', 'cash')`),
    check("payments_method", sql`${table.method} in ('card', 'upi', 'cash')`),
  ],
);

export const refunds = pgTable(
  "refunds",
  {
    id: id(),
    paymentId: uuid("payment_id")
      .notNull()
      .references(() => payments.id),
    amount: integer("amount").notNull(),
    reason: text("reason").notNull(),
    note: text("note"),
    /** Who asked for it; null: a rule did. */
    requestedBy: uuid("requested_by"),
    /** Who bears it. */
    liable: text("liable").notNull().default("platform"),
    status: text("status", { enum: ["PENDING", "DONE", "FAILED"] })
      .notNull()
      .default("PENDING"),
    idempotencyKey: text("idempotency_key").notNull(),
    providerReference: text("provider_reference"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex("refunds_idempotency").on(table.idempotencyKey),
    index("refunds_payment").on(table.paymentId),
    check("refunds_amount", sql`${table.amount} > 0`),
    check("refunds_status", sql`${table.status} in ('PENDING', 'DONE', 'FAILED')`),
    check("refunds_liable", sql`${table.liable} in ('platform', 'restaurant', 'rider', 'customer')`),
  ],
);

/** Webhooks by the gateway's event id: each is processed once, in whatever order they come. */
export const webhookEvents = pgTable(
  "webhook_events",
  {
    id: id(),
    provider: text("provider").notNull(),
    eventId: text("event_id").notNull(),
    type: text("type").notNull(),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    receivedAt: createdAt(),
    processedAt: instant("processed_at"),
  },
  (table) => [uniqueIndex("webhook_events_event").on(table.provider, table.eventId)],
);
