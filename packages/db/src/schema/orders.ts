import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgEnum,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { PricedOrder } from "@tiffin/domain/pricing/price-order";
import type { Order } from "@tiffin/domain/wire/orders";
import { restaurants } from "./catalog.ts";
import { cities } from "./cities.ts";
import { createdAt, currency, id, instant } from "./columns.ts";
import { users } from "./identity.ts";

export const orderStatusEnum = pgEnum("order_status", [
  "CREATED",
  "PAYMENT_PENDING",
  "CONFIRMED",
  "ASSIGNED",
  "READY",
  "PICKED_UP",
  "DELIVERED",
  "CANCELLED",
]);

/**
 * An order. `status` changes only by compare-and-set, together with its `order_events` row and its `outbox` row.
 * What was bought, at which price, and where it goes is copied here: later edits of menus and addresses don't reach it.
 */
export const orders = pgTable(
  "orders",
  {
    id: id(),
    /** Short, unique, speakable: what staff call out. */
    number: text("number").notNull().unique(),
    customerId: uuid("customer_id")
      .notNull()
      .references(() => users.id),
    restaurantId: uuid("restaurant_id")
      .notNull()
      .references(() => restaurants.id),
    cityId: uuid("city_id")
      .notNull()
      .references(() => cities.id),
    status: orderStatusEnum("status").notNull().default("CREATED"),

    idempotencyKey: uuid("idempotency_key").notNull(),
    /** SHA-256 of the request's canonical body: the same key with another body is refused. */
    requestFingerprint: text("request_fingerprint").notNull(),

    currency: currency(),
    subtotal: integer("subtotal").notNull(),
    fees: integer("fees").notNull(),
    taxes: integer("taxes").notNull(),
    tip: integer("tip").notNull(),
    total: integer("total").notNull(),
    /** The bill line by line, as it was computed. */
    bill: jsonb("bill").$type<PricedOrder>().notNull(),

    dropoffLat: doublePrecision("dropoff_lat").notNull(),
    dropoffLng: doublePrecision("dropoff_lng").notNull(),
    dropoffLine1: text("dropoff_line1").notNull(),
    dropoffNotes: text("dropoff_notes"),
    /** Over the streets, from the restaurant's door to the pin. */
    distanceMeters: integer("distance_meters").notNull(),
    deliveryPin: text("delivery_pin").notNull(),

    prepMinutes: smallint("prep_minutes").notNull(),
    acceptedAt: instant("accepted_at"),
    readyAt: instant("ready_at"),
    pickedUpAt: instant("picked_up_at"),
    deliveredAt: instant("delivered_at"),
    cancelledAt: instant("cancelled_at"),
    cancelReason: text("cancel_reason"),
    cancelNote: text("cancel_note"),

    riderId: uuid("rider_id").references(() => users.id),
    /** Grows with every offer of this order: an accept that carries an older number is refused. */
    offerSeq: integer("offer_seq").notNull().default(0),
    /** Ops was told that the search that is on has found no rider; null again once somebody has it. */
    escalatedAt: instant("escalated_at"),

    /** What the customer was promised, first. */
    promisedLowAt: instant("promised_low_at").notNull(),
    promisedHighAt: instant("promised_high_at").notNull(),
    placedAt: instant("placed_at").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("orders_idempotency").on(table.customerId, table.idempotencyKey),
    index("orders_customer").on(table.customerId, table.placedAt.desc()),
    index("orders_restaurant").on(table.restaurantId, table.placedAt.desc()),
    index("orders_open_in_city")
      .on(table.cityId, table.status, table.placedAt)
      .where(sql`status not in ('DELIVERED', 'CANCELLED')`),
    index("orders_cancelled_in_city")
      .on(table.cityId, table.cancelledAt.desc())
      .where(sql`status = 'CANCELLED'`),
    index("orders_rider")
      .on(table.riderId)
      .where(sql`rider_id is not null`),
    check("orders_sum", sql`${table.total} = ${table.subtotal} + ${table.fees} + ${table.taxes} + ${table.tip}`),
    check(
      "orders_not_negative",
      sql`${table.subtotal} >= 0 and ${table.fees} >= 0 and ${table.taxes} >= 0 and ${table.tip} >= 0`,
    ),
    check(
      "orders_carried_by_one_rider",
      sql`(${table.status} in ('ASSIGNED', 'READY', 'PICKED_UP', 'DELIVERED')) <= (${table.riderId} is not null)`,
    ),
    check(
      "orders_waiting_without_rider",
      sql`(${table.status} in ('CREATED', 'PAYMENT_PENDING', 'CONFIRMED')) <= (${table.riderId} is null)`,
    ),
    check(
      "orders_ready_has_time",
      sql`(${table.status} in ('READY', 'PICKED_UP', 'DELIVERED')) <= (${table.readyAt} is not null)`,
    ),
  ],
);

/**
 * What the placing of an order was answered with, word for word: the same Idempotency-Key gets the same answer, whatever
 * has become of the order since. Only answers that settle it (201); a payment that is pending is answered as it stands.
 */
export const orderAnswers = pgTable("order_answers", {
  orderId: uuid("order_id")
    .primaryKey()
    .references(() => orders.id, { onDelete: "cascade" }),
  answer: json("answer").$type<Order>().notNull(),
  createdAt: createdAt(),
});

export interface ChosenOption {
  readonly id: string;
  readonly groupName: string;
  readonly name: string;
  readonly price: number;
}

export const orderItems = pgTable(
  "order_items",
  {
    id: id(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "cascade" }),
    position: smallint("position").notNull(),
    menuItemId: uuid("menu_item_id").notNull(),
    name: text("name").notNull(),
    isVeg: boolean("is_veg").notNull(),
    quantity: smallint("quantity").notNull(),
    unitPrice: integer("unit_price").notNull(),
    options: jsonb("options").$type<ChosenOption[]>().notNull().default([]),
    note: text("note"),
  },
  (table) => [
    uniqueIndex("order_items_position").on(table.orderId, table.position),
    check("order_items_quantity", sql`${table.quantity} between 1 and 50`),
    check("order_items_price", sql`${table.unitPrice} >= 0`),
  ],
);

export const actorEnum = pgEnum("actor", ["customer", "rider", "staff", "ops", "system"]);

/** The audit: what happened to an order, when, and by whom. Append only; numbered without holes. */
export const orderEvents = pgTable(
  "order_events",
  {
    id: id(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "cascade" }),
    seq: integer("seq").notNull(),
    type: text("type").notNull(),
    status: orderStatusEnum("status").notNull(),
    actor: actorEnum("actor").notNull(),
    actorId: uuid("actor_id"),
    data: jsonb("data").$type<Record<string, unknown>>().notNull().default({}),
    at: instant("at").notNull(),
    /** The write's own order over the whole table, for exports. */
    position: bigint("position", { mode: "number" }).generatedAlwaysAsIdentity(),
  },
  (table) => [uniqueIndex("order_events_seq").on(table.orderId, table.seq)],
);
