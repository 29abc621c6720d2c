import { z } from "zod";
import { idSchema, lineSchema, locationSchema, timeSchema } from "./common.ts";
import { orderSchema } from "./orders.ts";

export const opsOrderQuerySchema = z.object({
  stuck: z.boolean().optional(),
  limit: z.int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});
export const opsOrderSchema = orderSchema
  .extend({
    /** Why it needs a person, if it does. */
    stuck: z.string().nullable(),
    riderId: idSchema.nullable(),
    offers: z.array(
      z.object({ seq: z.int(), riderId: idSchema, riderName: z.string(), status: z.string(), createdAt: timeSchema }),
    ),
  })
  .meta({ id: "OpsOrder" });
export type OpsOrder = z.infer<typeof opsOrderSchema>;
export const opsOrderPageSchema = z
  .object({ items: z.array(opsOrderSchema), nextCursor: z.string().nullable() })
  .meta({ id: "OpsOrderPage" });

export const assignSchema = z.object({ riderId: idSchema });
export const opsCancelSchema = z.object({ reason: lineSchema(200).min(1) });

/** A city's riders on shift. `isLive` is false once nothing was heard for a while: then the position is an old one. */
export const liveRidersSchema = z
  .object({
    items: z.array(
      z.object({
        id: idSchema,
        name: z.string(),
        vehicle: z.string(),
        location: locationSchema.nullable(),
        recordedAt: timeSchema.nullable(),
        isLive: z.boolean(),
        orderIds: z.array(idSchema),
      }),
    ),
  })
  .meta({ id: "LiveRiders" });
export type LiveRiders = z.infer<typeof liveRidersSchema>;
