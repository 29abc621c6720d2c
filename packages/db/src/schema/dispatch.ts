import { sql } from "drizzle-orm";
import {
  boolean,
  check,
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
import { cities } from "./cities.ts";
import { createdAt, currency, id, instant, updatedAt } from "./columns.ts";
import { users } from "./identity.ts";
import { orders } from "./orders.ts";

/** A rider's working life. Positions are not here: they live in Redis, and in `rider_trail`. */
export const riders = pgTable(
  "riders",
  {
    userId: uuid("user_id")
      .primaryKey()
      .references(() => users.id, { onDelete: "cascade" }),
    cityId: uuid("city_id")
      .notNull()
      .references(() => cities.id),
    vehicle: text("vehicle").notNull().default("motorbike"),
    online: boolean("online").notNull().default(false),
    onlineSince: instant("online_since"),
    /** When the rider means to go home, if they said: nothing is offered that would be fetched later. */
    shiftEndsAt: instant("shift_ends_at"),
    offersMade: integer("offers_made").notNull().default(0),
    offersAccepted: integer("offers_accepted").notNull().default(0),
    lastDeliveredAt: instant("last_delivered_at"),
    createdAt: createdAt(),
  },
  (table) => [
    index("riders_online")
      .on(table.cityId)
      .where(sql`online`),
    check("riders_vehicle", sql`${table.vehicle} in ('bicycle', 'ebike', 'scooter', 'motorbike', 'car')`),
  ],
);

export const rideStatusEnum = pgEnum("ride_status", [
  "SEARCHING",
  "ASSIGNED",
  "AT_RESTAURANT",
  "PICKED_UP",
  "AT_CUSTOMER",
  "DELIVERED",
  "CANCELLED",
]);

/** The carrying of one order: exactly one row an order, so an order can't have two. */
export const rides = pgTable(
  "rides",
  {
    id: id(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    cityId: uuid("city_id")
      .notNull()
      .references(() => cities.id),
    riderId: uuid("rider_id").references(() => users.id),
    status: rideStatusEnum("status").notNull().default("SEARCHING"),
    currency: currency(),
    /** What the rider earns for it, tip included. */
    pay: integer("pay").notNull(),
    /**
     * Where the plan puts its pick-up and its hand-over among those of the rider's other rides. Orders of one restaurant
     * share a pick-up; see `stopsInOrder`.
     */
    pickupOrder: smallint("pickup_order").notNull().default(0),
    dropOrder: smallint("drop_order").notNull().default(0),
    /** From the restaurant to the customer as the trail has it, once delivered; null where it says too little. */
    riddenMeters: integer("ridden_meters"),
    assignedAt: instant("assigned_at"),
    arrivedAtRestaurantAt: instant("arrived_at_restaurant_at"),
    pickedUpAt: instant("picked_up_at"),
    arrivedAtCustomerAt: instant("arrived_at_customer_at"),
    deliveredAt: instant("delivered_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex("rides_order").on(table.orderId),
    index("rides_of_rider")
      .on(table.riderId)
      .where(sql`status in ('ASSIGNED', 'AT_RESTAURANT', 'PICKED_UP', 'AT_CUSTOMER')`),
    index("rides_rider_delivered")
      .on(table.riderId, table.deliveredAt.desc())
      .where(sql`status = 'DELIVERED'`),
    check("rides_pay", sql`${table.pay} >= 0`),
    check(
      "rides_carried_by_one_rider",
      sql`(${table.status} in ('ASSIGNED', 'AT_RESTAURANT', 'PICKED_UP', 'AT_CUSTOMER', 'DELIVERED')) <= (${table.riderId} is not null)`,
    ),
  ],
);

export const offerStatusEnum = pgEnum("offer_status", [
  "PENDING",
  "ACCEPTED",
  "DECLINED",
  "EXPIRED",
  "REVOKED",
  "RELEASED",
]);

/** A ride's place in the way that a rider was asked to take. */
export interface RidePlace {
  readonly rideId: string;
  readonly pickupOrder: number;
  readonly dropOrder: number;
}

/**
 * One order of one question to one rider; a question may be about several orders, which are then settled together. The
 * partial unique indexes are the last word of dispatch: an order has one open offer and one accepted one, a rider has one
 * open question (each begins at position 0), whatever Redis believes.
 */
export const offers = pgTable(
  "offers",
  {
    id: id(),
    rideId: uuid("ride_id")
      .notNull()
      .references(() => rides.id),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    riderId: uuid("rider_id")
      .notNull()
      .references(() => users.id),
    seq: integer("seq").notNull(),
    round: integer("round").notNull(),
    /** The question that it is part of, and its place in it, in the order of the doors. 0 stands for the whole. */
    questionId: uuid("question_id").notNull().defaultRandom(),
    position: smallint("position").notNull().default(0),
    /** At position 0: the whole way if it is accepted, the rides that the rider has already included. */
    sequence: jsonb("sequence").$type<RidePlace[]>().notNull().default([]),
    /** The round that made it, while its record is kept. */
    decisionId: uuid("decision_id"),
    status: offerStatusEnum("status").notNull().default("PENDING"),
    /** Why this rider: what the planner saw and how it scored it, to explain and to learn from. */
    features: jsonb("features").$type<Record<string, number | string | boolean | null>>().notNull().default({}),
    declineReason: text("decline_reason"),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
    settledAt: instant("settled_at"),
  },
  (table) => [
    uniqueIndex("offers_seq").on(table.orderId, table.seq),
    uniqueIndex("offers_one_open_per_order")
      .on(table.orderId)
      .where(sql`status = 'PENDING'`),
    uniqueIndex("offers_one_open_per_rider")
      .on(table.riderId, table.position)
      .where(sql`status = 'PENDING'`),
    uniqueIndex("offers_question").on(table.questionId, table.position),
    uniqueIndex("offers_one_accepted_per_order")
      .on(table.orderId)
      .where(sql`status = 'ACCEPTED'`),
    index("offers_rider").on(table.riderId, table.createdAt.desc()),
  ],
);

/** What a matching round saw and did: enough to explain it, and to plan it again with the same outcome. */
export const dispatchDecisions = pgTable(
  "dispatch_decisions",
  {
    id: id(),
    cityId: uuid("city_id")
      .notNull()
      .references(() => cities.id),
    decidedAt: instant("decided_at").notNull(),
    /**
     * All that the planner was given, travel times included. Null when there was too much of it to keep. As it was sent: taking
     * eighty kilobytes apart and putting them together again takes longer than all else of writing it, and it is only read whole.
     */
    input: json("input").$type<Record<string, unknown>>(),
    /** For each order what became of it and why, with the riders who came next. */
    outcome: json("outcome").$type<Record<string, unknown>>().notNull(),
  },
  (table) => [
    index("dispatch_decisions_city").on(table.cityId, table.decidedAt.desc()),
    index("dispatch_decisions_age").on(table.decidedAt),
  ],
);

/** The learned models that workers have planned by: a decision's record names one, and a replay plans by it again. */
export const dispatchModels = pgTable("dispatch_models", {
  version: text("version").primaryKey(),
  /** As it was read: the order of its weights is the order in which they are summed. */
  model: json("model").$type<Record<string, unknown>>().notNull(),
  createdAt: createdAt(),
});
