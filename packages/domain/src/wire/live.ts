import { z } from "zod";
import { orderStatusSchema } from "../order/status.ts";
import { etaRangeSchema, idSchema, timeSchema } from "./common.ts";

export const liveAuthSchema = z.object({
  socket_id: z.string().regex(/^\d+\.\d+$/, "a Pusher socket id"),
  channel_name: z.string().min(1).max(200),
});
export const liveAuthAnswerSchema = z.object({ auth: z.string(), channel_data: z.string().optional() });

export const channels = {
  order: (orderId: string) => `private-order-${orderId}`,
  rider: (userId: string) => `private-rider-${userId}`,
  restaurant: (restaurantId: string) => `private-restaurant-${restaurantId}`,
  ops: (cityId: string) => `private-ops-${cityId}`,
};

/** `order.updated` and `order.created`: a nudge with the new status; whoever needs more asks for the order. */
export const orderUpdatedSchema = z.object({
  orderId: idSchema,
  status: orderStatusSchema,
  type: z.string(),
  at: timeSchema,
});
/** `rider.location` */
export const riderLocationSchema = z.object({
  lat: z.number(),
  lng: z.number(),
  heading: z.number().nullable(),
  /** Meters a second; with the heading, a map reckons on from here until the next position (`location/ping-policy`). */
  speed: z.number().nullable().optional(),
  recordedAt: timeSchema,
  seq: z.int(),
  etaMinutes: etaRangeSchema.nullable(),
});
export type RiderLocation = z.infer<typeof riderLocationSchema>;
/** `offer.created` and `offer.revoked`: one for each question, however many orders it is about */
export const offerNudgeSchema = z.object({
  rideId: idSchema,
  offerSeq: z.int(),
  expiresAt: timeSchema.optional(),
  /** How many orders are offered together. */
  orders: z.int().optional(),
});
/** `ride.updated` */
export const rideUpdatedSchema = z.object({ rideId: idSchema, orderId: idSchema, status: z.string() });
