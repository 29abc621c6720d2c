import { z } from "zod";
import { DELAY_MINUTES, MAX_PREP_MINUTES } from "../order/prep-minutes.ts";
import { orderStatusSchema } from "../order/status.ts";
import { idSchema, lineSchema, moneySchema, timeSchema } from "./common.ts";
import { roleSchema } from "./identity.ts";
import { orderItemSchema, streamSchema } from "./orders.ts";

/** An order as its kitchen sees it: what to cook, by when, and who fetches it. No phone numbers, no addresses. */
export const ticketSchema = z
  .object({
    id: idSchema,
    number: z.string(),
    restaurantId: idSchema,
    status: orderStatusSchema,
    /** The first name. */
    customerName: z.string(),
    items: z.array(orderItemSchema),
    subtotal: moneySchema,
    total: moneySchema,
    paymentMethod: z.string(),
    placedAt: timeSchema,
    confirmedAt: timeSchema.optional(),
    /** While the kitchen has not answered: by then it must, or the order is cancelled. */
    answerBy: timeSchema.optional(),
    acceptedAt: timeSchema.optional(),
    /** Promised by the kitchen: acceptance and its prep minutes. */
    readyBy: timeSchema.optional(),
    readyAt: timeSchema.optional(),
    rider: z.object({ name: z.string(), vehicle: z.string(), arrivedAt: timeSchema.optional() }).optional(),
    /** A code, and what was said about it. */
    cancelReason: z.string().optional(),
    cancelNote: z.string().optional(),
  })
  .meta({ id: "Ticket" });
export type Ticket = z.infer<typeof ticketSchema>;

export const KITCHEN_FILTERS = ["new", "cooking", "ready", "done", "open"] as const;
export const ticketQuerySchema = z.object({
  /** A group of the board, or a status of an order; everything open where it is left out. */
  status: z.union([z.enum(KITCHEN_FILTERS), orderStatusSchema]).optional(),
  restaurantId: idSchema.optional(),
  date: z.iso
    .date()
    .refine((date) => date >= "2000-01-01" && date < "2100-01-01", "a day of this century")
    .optional()
    .describe("what was ordered on that day of the restaurant's calendar; staff of several name the restaurant"),
});
export const ticketListSchema = z.object({ items: z.array(ticketSchema) }).meta({ id: "TicketList" });

export const acceptTicketSchema = z.object({ prepMinutes: z.int().min(1).max(MAX_PREP_MINUTES) });
export const delayTicketSchema = z.object({
  minutes: z.int().min(DELAY_MINUTES.least).max(DELAY_MINUTES.most),
  readyBy: timeSchema
    .optional()
    .describe("as the ticket shows it: refused once it shows another time, so that a call sent twice delays once"),
});
export const rejectTicketSchema = z.object({ reason: lineSchema(200).min(1) });

export const updateMenuItemSchema = z
  .object({
    available: z.boolean().optional(),
    unavailableUntil: z
      .union([timeSchema, z.literal("tomorrow")])
      .optional()
      .describe("with available: false; comes back by itself then. `tomorrow` is the next opening of another day"),
    price: z.union([z.int().min(0).max(100_000_000), moneySchema]).optional(),
  })
  .refine((update) => update.available !== undefined || update.price !== undefined, "say available, price or both")
  .refine(({ available, unavailableUntil }) => unavailableUntil === undefined || available === false, {
    path: ["unavailableUntil"],
    message: "only of a dish that is not available",
  });
export const updateKitchenSchema = z
  .object({
    restaurantId: idSchema.optional().describe("needed by staff of more than one restaurant"),
    acceptingOrders: z.boolean().optional(),
    prepMinutes: z.int().min(1).max(180).optional(),
    pauseMinutes: z.int().min(5).max(1_440).optional().describe("takes no orders for so long, and then again"),
    answerWindowSeconds: z
      .int()
      .min(60)
      .max(1_800)
      .optional()
      .describe("an order without an answer for so long is cancelled"),
    ordersPerWindow: z
      .int()
      .min(1)
      .max(1_000)
      .nullable()
      .optional()
      .describe("takes at most so many orders in any orderWindowMinutes; null: as many as come"),
    orderWindowMinutes: z.int().min(5).max(120).optional(),
  })
  .refine(
    (update) => Object.entries(update).some(([field, change]) => field !== "restaurantId" && change !== undefined),
    "say what is to change",
  )
  .refine(({ acceptingOrders, pauseMinutes }) => acceptingOrders === undefined || pauseMinutes === undefined, {
    path: ["pauseMinutes"],
    message: "a pause with an end, or the switch: not both",
  });

/** As it is asked for. */
export type KitchenUpdate = Omit<z.input<typeof updateKitchenSchema>, "restaurantId">;
export type MenuItemUpdate = z.input<typeof updateMenuItemSchema>;

export const kitchenSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    citySlug: z.string(),
    currency: z.string(),
    timeZone: z.string(),
    acceptingOrders: z.boolean(),
    /** A pause that ends by itself; null when there is none, or the kitchen switched itself off. */
    pausedUntil: timeSchema.nullable(),
    prepMinutes: z.int(),
    answerWindowSeconds: z.int(),
    ordersPerWindow: z.int().nullable(),
    orderWindowMinutes: z.int(),
    isOpen: z.boolean(),
  })
  .meta({ id: "Kitchen" });
export type Kitchen = z.infer<typeof kitchenSchema>;

/** What the kitchen's tablet needs before anything else: who is here, for which restaurants, and how to listen to each. */
export const kitchenHomeSchema = z
  .object({
    name: z.string(),
    roles: z.array(roleSchema),
    kitchens: z.array(kitchenSchema.extend({ stream: streamSchema })),
  })
  .meta({ id: "KitchenHome" });
export type KitchenHome = z.infer<typeof kitchenHomeSchema>;
