import { z } from "zod";
import { LEDGER_ACCOUNTS } from "../ledger/transactions.ts";
import { orderStatusSchema } from "../order/status.ts";
import { idSchema, lineSchema, locationSchema, moneySchema, timeSchema } from "./common.ts";
import { orderSchema } from "./orders.ts";

/** Why an order needs a person. */
export const STUCK_REASONS = [
  "review",
  "payment",
  "no_rider",
  "kitchen_silent",
  "not_ready",
  "rider_silent",
  "not_picked_up",
  "not_delivered",
  "refund",
] as const;
/** What an order without a rider waits for: the payment, an answer, anybody to be free, the next round. */
export const WAIT_REASONS = ["payment", "asking", "escalated", "nobody_free", "matching"] as const;
/** Which orders: in need of a person, without a rider, not yet ended, all. */
export const OPS_VIEWS = ["attention", "waiting", "open", "all"] as const;

export const opsOrderQuerySchema = z.object({
  /** The same as `view: "attention"`. */
  stuck: z.boolean().optional(),
  view: z.enum(OPS_VIEWS).optional(),
  /** A city's slug; all of the operator's cities where it is not said. */
  city: z.string().max(100).optional(),
  reason: z.enum([...STUCK_REASONS, ...WAIT_REASONS]).optional(),
  status: orderStatusSchema.optional(),
  /** The order's number, the customer's name or phone, the restaurant's name. */
  q: lineSchema(80).optional(),
  sort: z.enum(["newest", "oldest"]).default("newest"),
  limit: z.int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});

const offerSchema = z.object({
  seq: z.int(),
  riderId: idSchema,
  riderName: z.string(),
  status: z.string(),
  createdAt: timeSchema,
});
export const opsOrderSchema = orderSchema
  .extend({
    /** Why it needs a person, if it does. */
    stuck: z.string().nullable(),
    /** What it waits for while it has no rider. */
    waitsFor: z.string().nullable(),
    riderId: idSchema.nullable(),
    customerName: z.string(),
    offers: z.array(offerSchema),
  })
  .meta({ id: "OpsOrder" });
export type OpsOrder = z.infer<typeof opsOrderSchema>;
export const opsOrderPageSchema = z
  .object({ items: z.array(opsOrderSchema), nextCursor: z.string().nullable() })
  .meta({ id: "OpsOrderPage" });

const actorSchema = z.enum(["customer", "rider", "staff", "ops", "system"]);
/** An order with all that is known of it, for whoever has to decide about it. */
export const opsOrderDetailSchema = opsOrderSchema
  .extend({
    customer: z.object({ id: idSchema, name: z.string(), phone: z.string() }),
    riderPhone: z.string().nullable(),
    kitchen: z.object({
      phone: z.string().nullable(),
      acceptingOrders: z.boolean(),
      pausedUntil: timeSchema.nullable(),
      /** Its city's: the order's times are told by that clock. */
      timeZone: z.string(),
    }),
    promised: z.object({ lowAt: timeSchema, highAt: timeSchema }),
    escalatedAt: timeSchema.nullable(),
    /** The audit: every event, and who caused it. */
    events: z.array(
      z.object({
        seq: z.int(),
        type: z.string(),
        status: orderStatusSchema,
        actor: actorSchema,
        actorName: z.string().nullable(),
        /** Why, in the words or the code of whoever did it. */
        reason: z.string().nullable(),
        at: timeSchema,
      }),
    ),
    /** Every charge, oldest first; `payment` is the last of them. */
    charges: z.array(
      z.object({
        id: idSchema,
        provider: z.string(),
        /** The gateway's own id, to find it in its dashboard. */
        providerReference: z.string().nullable(),
        method: z.string(),
        status: z.string(),
        amount: moneySchema,
        captured: moneySchema,
        refunded: moneySchema,
        declineCode: z.string().nullable(),
        reviewReason: z.string().nullable(),
        at: timeSchema,
      }),
    ),
    /** What could still be given back; less what is promised already. */
    refundable: moneySchema,
    refundLog: z.array(
      z.object({
        id: idSchema,
        amount: moneySchema,
        reason: z.string(),
        note: z.string().nullable(),
        liable: z.string(),
        status: z.enum(["PENDING", "DONE", "FAILED"]),
        /** Null: a rule did it. */
        byName: z.string().nullable(),
        at: timeSchema,
      }),
    ),
    /** The ledger's transactions, debits positive. */
    ledger: z.array(
      z.object({
        id: idSchema,
        kind: z.string(),
        at: timeSchema,
        postings: z.array(z.object({ account: z.enum(LEDGER_ACCOUNTS), amount: moneySchema })),
      }),
    ),
    /** Who was asked, what the planner knew when it chose them, and what came of it. */
    decisions: z.array(
      offerSchema.extend({
        features: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])),
        declineReason: z.string().nullable(),
        settledAt: timeSchema.nullable(),
      }),
    ),
  })
  .meta({ id: "OpsOrderDetail" });
export type OpsOrderDetail = z.infer<typeof opsOrderDetailSchema>;

/** Why these riders were asked to carry an order, or why nobody is yet. Costs in seconds of customers' waiting, weighed. */
export const dispatchReasonsSchema = z
  .object({
    offers: z.array(
      z.object({
        seq: z.int(),
        /** Orders that were offered together. */
        orders: z.int(),
        cost: z.number().nullable(),
        /** Who came next, the best first; empty once the round's record is no more. */
        alternatives: z.array(
          z.object({
            riderId: idSchema,
            name: z.string(),
            rideSeconds: z.number(),
            cost: z.number(),
            acceptance: z.number(),
          }),
        ),
        /** The round that decided it, as long as its record is kept. */
        decisionId: idSchema.nullable(),
      }),
    ),
    /** While nobody carries it and nobody is being asked. */
    waiting: z
      .object({
        why: z.enum([
          "no_rider_in_reach",
          "riders_busy",
          "no_rider_in_time",
          "others_first",
          "too_early",
          "rider_soon_free",
        ]),
        until: timeSchema.nullable(),
        decidedAt: timeSchema,
      })
      .nullable(),
  })
  .meta({ id: "DispatchReasons" });
export type DispatchReasons = z.infer<typeof dispatchReasonsSchema>;

/** A round that was planned again from its record alone. */
export const replayedRoundSchema = z
  .object({
    decidedAt: timeSchema,
    /** How many questions the round decided to ask. */
    questions: z.int(),
    /** False: the record or the model that it was made with is not here any more. */
    isReplayed: z.boolean(),
    /** Whether the same riders would be asked the same. */
    isSame: z.boolean(),
  })
  .meta({ id: "ReplayedRound" });
export type ReplayedRound = z.infer<typeof replayedRoundSchema>;

export const assignSchema = z.object({ riderId: idSchema });
export const opsCancelSchema = z.object({ reason: lineSchema(200).min(1) });

/** Riders who could carry an order: those who can take it at once first, each lot by the way to the restaurant. */
export const candidatesSchema = z
  .object({
    items: z.array(
      z.object({
        id: idSchema,
        name: z.string(),
        vehicle: z.string(),
        /** False: not heard of for a while, so that the way is the one from where they were then. */
        isLive: z.boolean(),
        recordedAt: timeSchema.nullable(),
        /** The way to the restaurant over the streets. */
        distanceMeters: z.int().nullable(),
        minutes: z.int().nullable(),
        /** Numbers of the orders in hand. */
        carries: z.array(z.string()),
        /** Whether one more goes on their vehicle; whether it fits in time is seen when it is given to them. */
        hasRoom: z.boolean(),
        isBeingAsked: z.boolean(),
        /** What they said when they were asked about this order. */
        answered: z.string().nullable(),
        /** Of a hundred offers, how many they take; null while they were hardly asked. */
        acceptancePercent: z.int().nullable(),
      }),
    ),
  })
  .meta({ id: "Candidates" });
export type Candidates = z.infer<typeof candidatesSchema>;

/** A city's riders on shift. `isLive` is false once nothing was heard for a while: then the position is an old one. */
export const liveRidersSchema = z
  .object({
    items: z.array(
      z.object({
        id: idSchema,
        name: z.string(),
        phone: z.string(),
        vehicle: z.string(),
        location: locationSchema.nullable(),
        heading: z.number().nullable(),
        recordedAt: timeSchema.nullable(),
        onlineSince: timeSchema.nullable(),
        isLive: z.boolean(),
        orderIds: z.array(idSchema),
        orderNumbers: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: "LiveRiders" });
export type LiveRiders = z.infer<typeof liveRidersSchema>;

/** A city as it stands: what its map shows, and how much of what there is. */
export const cityNowSchema = z
  .object({
    counts: z.object({ stuck: z.int(), waiting: z.int(), open: z.int(), reviews: z.int() }),
    riders: liveRidersSchema.shape.items,
    /** Restaurants with orders that are not picked up yet. */
    kitchens: z.array(
      z.object({
        id: idSchema,
        name: z.string(),
        location: locationSchema,
        orderIds: z.array(idSchema),
        oldestAt: timeSchema,
        isStuck: z.boolean(),
      }),
    ),
    /** Orders on their way, where they go. The oldest, where there are very many. */
    dropoffs: z.array(
      z.object({ orderId: idSchema, number: z.string(), location: locationSchema, riderId: idSchema.nullable() }),
    ),
  })
  .meta({ id: "CityNow" });
export type CityNow = z.infer<typeof cityNowSchema>;

export const pauseKitchenSchema = z
  .object({
    /** Until when it takes no orders, in minutes from now; null: until somebody says so. */
    minutes: z.int().min(5).max(1_440).nullable(),
    reason: lineSchema(200).min(1),
  })
  .meta({ id: "PauseRestaurant" });
export const deskKitchenSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    line1: z.string(),
    phone: z.string().nullable(),
    acceptingOrders: z.boolean(),
    /** While a pause that ends by itself goes on. */
    pausedUntil: timeSchema.nullable(),
    openOrders: z.int(),
  })
  .meta({ id: "OpsRestaurant" });
export type DeskKitchen = z.infer<typeof deskKitchenSchema>;
export const deskKitchenListSchema = z.object({ items: z.array(deskKitchenSchema) });

export const offShiftSchema = z.object({ reason: lineSchema(200).min(1) }).meta({ id: "TakeOffShift" });
export const takenOffShiftSchema = z.object({ riderId: idSchema, online: z.boolean() }).meta({ id: "TakenOffShift" });

/** What the change relay could not hand over. */
export const deadLetterListSchema = z
  .object({
    items: z.array(
      z.object({
        id: idSchema,
        sink: z.string(),
        topic: z.string().nullable(),
        subjectId: idSchema.nullable(),
        error: z.string(),
        at: timeSchema,
      }),
    ),
  })
  .meta({ id: "DeadLetters" });
export type DeadLetterList = z.infer<typeof deadLetterListSchema>;
