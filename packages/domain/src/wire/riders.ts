import { z } from "zod";
import { CANT_DELIVER_REASONS } from "../ride/cant-deliver.ts";
import { idSchema, locationSchema, moneySchema, timeSchema } from "./common.ts";
import { streamSchema } from "./orders.ts";

/** One fix of a phone's GPS. Unknown fields (a riderId, say) are dropped: who it is comes from the token. */
export const pingSchema = z
  .object({
    lat: z.number().min(-90).max(90),
    lng: z.number().min(-180).max(180),
    accuracy: z.number().min(0).max(100_000).optional().describe("meters"),
    heading: z.number().min(0).max(360).optional().describe("degrees clockwise from north"),
    speed: z.number().min(0).max(200).optional().describe("meters a second"),
    recordedAt: timeSchema.optional(),
    seq: z.int().min(0).optional(),
  })
  .meta({ id: "Ping" });
export type Ping = z.infer<typeof pingSchema>;

export const PING_REJECTIONS = [
  "INVALID",
  "FUTURE",
  "TOO_OLD",
  "OUT_OF_AREA",
  "DUPLICATE",
  "TOO_FAST",
  "RATE_LIMITED",
  "OFF_SHIFT",
] as const;
export const pingAnswerSchema = z
  .object({
    accepted: z.int(),
    rejected: z.array(z.object({ index: z.int(), code: z.string() })),
    nextPingSeconds: z.number(),
  })
  .meta({ id: "PingAnswer" });
export type PingAnswer = z.infer<typeof pingAnswerSchema>;
/** What the stream answers instead, when it can't take a message just now or at all. */
export const pingRefusalSchema = z.object({ error: z.unknown(), retryAfterSeconds: z.number().optional() });
export const MAX_PINGS_PER_BATCH = 500;

export const shiftInputSchema = z.object({
  online: z.boolean(),
  /** When the rider means to go home: nothing is offered that would be fetched later. Null takes it back. */
  endsAt: timeSchema.nullable().optional(),
});
export const shiftSchema = z
  .object({ online: z.boolean(), since: timeSchema.nullable(), endsAt: timeSchema.nullable() })
  .meta({ id: "Shift" });
export type Shift = z.infer<typeof shiftSchema>;

const stopSchema = z.object({ name: z.string(), line1: z.string(), location: locationSchema });

/** One halt on a rider's way. Orders that come from one restaurant are fetched at one stop. */
const routeStopSchema = stopSchema
  .extend({
    kind: z.enum(["pickup", "dropoff"]),
    /** The rides that are fetched, or the one that is handed over, here. */
    rideIds: z.array(idSchema).min(1),
  })
  .meta({ id: "RouteStop" });
export type RouteStop = z.infer<typeof routeStopSchema>;

/** One of the orders that an offer is about. */
const offeredOrderSchema = z
  .object({
    rideId: idSchema,
    orderId: idSchema,
    orderNumber: z.string(),
    restaurant: stopSchema.extend({ id: idSchema }),
    dropoff: stopSchema,
    pay: moneySchema,
  })
  .meta({ id: "OfferedOrder" });

/**
 * One question to one rider, about one order or about several to be carried together. `rideId` and `offerSeq` name the
 * question, and answer it as a whole.
 */
export const offerSchema = z
  .object({
    rideId: idSchema,
    offerSeq: z.int(),
    expiresAt: timeSchema,
    /** The first restaurant and the first door. */
    restaurant: stopSchema.extend({ id: idSchema }),
    dropoff: stopSchema,
    /** To the first restaurant and on along all stops, over the streets. */
    distanceMeters: z.int(),
    /** For all of it. */
    pay: moneySchema,
    /** What is offered, in the order of the doors. */
    orders: z.array(offeredOrderSchema).min(1),
    /** The whole way as it would be with these orders, with what the rider carries already. */
    stops: z.array(routeStopSchema).min(2),
  })
  .meta({ id: "Offer" });
export type Offer = z.infer<typeof offerSchema>;

export const RIDE_STATUSES = [
  "ASSIGNED",
  "AT_RESTAURANT",
  "PICKED_UP",
  "AT_CUSTOMER",
  "DELIVERED",
  "CANCELLED",
] as const;
export const rideSchema = z
  .object({
    id: idSchema,
    orderId: idSchema,
    orderNumber: z.string(),
    orderStatus: z.string(),
    status: z.enum(RIDE_STATUSES),
    restaurant: stopSchema.extend({ id: idSchema, phone: z.string().nullable() }),
    dropoff: stopSchema.extend({ notes: z.string().optional(), customerName: z.string() }),
    items: z.array(z.object({ name: z.string(), quantity: z.int() })),
    distanceMeters: z.int(),
    pay: moneySchema,
    /** The number under which its rider accepted it; absent when operations gave it to them. */
    acceptedSeq: z.int().optional(),
    /** To be taken at the door, when the customer pays in cash. */
    cashToCollect: moneySchema.optional(),
    readyAt: timeSchema.optional(),
    expectedReadyAt: timeSchema.optional(),
    /** The way from the rider (or the restaurant) to the next stop, `[lng, lat]` points over the streets. */
    route: z.object({
      to: z.enum(["restaurant", "customer"]),
      distanceMeters: z.int(),
      durationSeconds: z.int(),
      polyline: z.array(z.tuple([z.number(), z.number()])),
    }),
  })
  .meta({ id: "Ride" });
export type Ride = z.infer<typeof rideSchema>;

/** What is left of a ride for the rider who declined it: it looks for somebody else. */
export const declinedRideSchema = z
  .object({ id: idSchema, orderId: idSchema, status: z.literal("SEARCHING") })
  .meta({ id: "DeclinedRide" });
export const answeredRideSchema = z.union([rideSchema, declinedRideSchema]);

export const currentRidesSchema = z
  .object({
    offer: offerSchema.optional(),
    /** In the order of their next stops. */
    rides: z.array(rideSchema),
    /** What is left to do, in order. */
    stops: z.array(routeStopSchema),
  })
  .meta({ id: "CurrentRides" });
export type CurrentRides = z.infer<typeof currentRidesSchema>;

export const answerOfferSchema = z.object({
  action: z.enum(["accept", "decline"]),
  offerSeq: z.int32().min(1),
  /** Why not: one of {@link DECLINE_REASONS}; other words are kept as they are. */
  reason: z.string().trim().max(200).optional(),
});
/** What the app offers as reasons for a no. */
export const DECLINE_REASONS = ["too_far", "pays_too_little", "break", "traffic", "vehicle", "other"] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

/** A step that was made without network says when it happened: within the last 12 hours. */
export const tapSchema = z.object({ at: timeSchema.optional() });
export const cantDeliverSchema = tapSchema.extend({ reason: z.enum(CANT_DELIVER_REASONS) });
export const deliverSchema = tapSchema.extend({
  pin: z
    .string()
    .regex(/^\d{4}$/, "four digits")
    .optional(),
});

/** A ride that is over for its rider. */
export const endedRideSchema = z.object({ id: idSchema, status: z.literal("CANCELLED") }).meta({ id: "EndedRide" });

/** How many days a rider looks back on, today among them. */
export const EARNINGS_DAYS = 7;

/** A day of the city's own calendar. */
const calendarDaySchema = z.iso.date().describe("in the city's own calendar");
const dayEarningsSchema = z
  .object({
    date: calendarDaySchema,
    deliveries: z.int(),
    /** Ways to a door where nobody took the food: no deliveries, but paid. */
    undelivered: z.int(),
    /** Tips included. */
    earned: moneySchema,
    tips: moneySchema,
  })
  .meta({ id: "DayEarnings" });
export type DayEarnings = z.infer<typeof dayEarningsSchema>;

export const earningsSchema = z
  .object({
    /** Oldest first; the last is today. */
    days: z.array(dayEarningsSchema).length(EARNINGS_DAYS),
    /** Customers' cash that the rider carries for the platform now, whenever it was taken. */
    cashFloat: moneySchema,
    /** Whose midnights part the days. */
    timeZone: z.string(),
  })
  .meta({ id: "Earnings" });
export type Earnings = z.infer<typeof earningsSchema>;

/** Before this there was no Tiffin; and Postgres knows no year 0. */
const FIRST_DAY = "2020-01-01";
export const deliveriesOfDaySchema = z.object({
  date: calendarDaySchema.refine((date) => date >= FIRST_DAY, `not before ${FIRST_DAY}`),
});
const deliveryDoneSchema = z
  .object({
    rideId: idSchema,
    orderNumber: z.string(),
    restaurantName: z.string(),
    /** False: nobody took it at the door. The way is paid, and `deliveredAt` is when the rider was free of it. */
    delivered: z.boolean(),
    deliveredAt: timeSchema,
    /** The tip included. */
    pay: moneySchema,
    tip: moneySchema,
    /** From the restaurant to the door: as it was ridden, or as the streets have it where the trail says too little. */
    distanceMeters: z.int(),
    /** From the rider's yes to the hand-over. */
    durationSeconds: z.int(),
    /** Taken at the door, when the customer paid in cash. */
    cashCollected: moneySchema.optional(),
  })
  .meta({ id: "DeliveryDone" });
export type DeliveryDone = z.infer<typeof deliveryDoneSchema>;
export const deliveriesDoneSchema = z
  .object({ items: z.array(deliveryDoneSchema).describe("latest first") })
  .meta({ id: "DeliveriesDone" });

/** What the rider's app needs before anything else: where the rider works, whether the shift is on, how to listen. */
export const riderHomeSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    vehicle: z.string(),
    city: z.object({
      slug: z.string(),
      name: z.string(),
      location: locationSchema,
      attribution: z.string().nullable(),
    }),
    shift: shiftSchema,
    stream: streamSchema,
  })
  .meta({ id: "RiderHome" });
export type RiderHome = z.infer<typeof riderHomeSchema>;
