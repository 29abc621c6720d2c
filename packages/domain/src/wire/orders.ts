import { z } from "zod";
import { orderStatusSchema } from "../order/status.ts";
import { etaRangeSchema, idSchema, lineSchema, locationSchema, moneySchema, timeSchema, uuidSchema } from "./common.ts";

export const addressInputSchema = z
  .object({
    label: lineSchema(40).min(1),
    line1: lineSchema(200).min(1),
    location: locationSchema,
    notes: lineSchema(300).optional(),
  })
  .meta({ id: "AddressInput" });
export const addressSchema = z
  .object({
    id: idSchema,
    label: z.string(),
    line1: z.string(),
    location: locationSchema,
    notes: z.string().optional(),
  })
  .meta({ id: "Address" });
export type Address = z.infer<typeof addressSchema>;

export const PAYMENT_METHODS = ["card", "upi", "cash"] as const;

/** What a customer may say about an order. Prices, names and ids of people are not among it. */
export const placeOrderSchema = z
  .object({
    restaurantId: uuidSchema,
    items: z
      .array(
        z.object({
          menuItemId: uuidSchema,
          quantity: z.int().min(1).max(50),
          optionIds: z.array(uuidSchema).max(50).optional(),
          note: lineSchema(200).optional(),
        }),
      )
      .min(1)
      .max(60),
    addressId: uuidSchema,
    paymentMethod: z.object({ type: z.enum(PAYMENT_METHODS), token: z.string().max(200).optional() }),
    tip: z
      .union([z.int().min(0).max(1_000_000), moneySchema])
      .optional()
      .describe("minor units of the restaurant's currency, or Money in it"),
    /** The total that the customer saw: if the price has changed since, the order is refused with 409 QUOTE_CHANGED. */
    expectedTotal: moneySchema.optional(),
  })
  .meta({ id: "PlaceOrder" });
export type PlaceOrder = z.output<typeof placeOrderSchema>;
export const quoteRequestSchema = placeOrderSchema.partial({ paymentMethod: true });
export type QuoteRequest = z.output<typeof quoteRequestSchema>;

export const orderItemSchema = z.object({
  id: idSchema,
  menuItemId: idSchema,
  name: z.string(),
  isVeg: z.boolean(),
  quantity: z.int(),
  unitPrice: moneySchema,
  amount: moneySchema,
  options: z.array(z.object({ id: idSchema, groupName: z.string(), name: z.string(), price: moneySchema })),
  note: z.string().optional(),
});

export const billLineSchema = z.object({ code: z.string(), amount: moneySchema });

/** A tax; one that is `included` is within the prices already, and no part of `taxes`. */
const taxLineSchema = billLineSchema.extend({ percent: z.number(), included: z.boolean().optional() });

/** The price of a cart as it stands, and whether it can be had. `deliverable: false` comes with its reason's code. */
export const quoteSchema = z
  .object({
    deliverable: z.boolean(),
    reason: z.object({ code: z.string(), detail: z.string() }).optional(),
    items: z.array(orderItemSchema.omit({ id: true })),
    subtotal: moneySchema,
    feeLines: z.array(billLineSchema),
    fees: moneySchema,
    taxLines: z.array(taxLineSchema),
    taxes: moneySchema,
    tip: moneySchema,
    total: moneySchema,
    distanceMeters: z.int(),
    etaMinutes: etaRangeSchema,
    /** While the small-order fee is charged: how much more of food would make it go, and how much it is. */
    smallOrder: z.object({ missing: moneySchema, fee: moneySchema }).optional(),
  })
  .meta({ id: "Quote" });
export type Quote = z.infer<typeof quoteSchema>;

/**
 * What the customer has to do before the payment is decided. `redirect`: follow `url`, which leads back to the order.
 * `stripe`: hand `clientSecret` to Stripe.js (`handleNextAction`). `razorpay`: open Razorpay's checkout for `orderId`.
 */
export const nextActionSchema = z.object({
  type: z.enum(["redirect", "stripe", "razorpay"]),
  url: z.string().optional(),
  clientSecret: z.string().optional(),
  publishableKey: z.string().optional(),
  orderId: z.string().optional(),
  keyId: z.string().optional(),
});
export type NextAction = z.infer<typeof nextActionSchema>;

/** How one can pay here: whoever orders asks before they show a form for a card. */
export const paymentOptionsSchema = z
  .object({
    provider: z.enum(["sandbox", "stripe", "razorpay"]),
    methods: z.array(z.enum(PAYMENT_METHODS)),
    /** Cards and UPI come with a `paymentMethod.token`; otherwise the gateway's own checkout asks. */
    needsToken: z.boolean(),
    publishableKey: z.string().optional().describe("for Stripe.js"),
    keyId: z.string().optional().describe("for Razorpay's checkout"),
  })
  .meta({ id: "PaymentOptions" });
export type PaymentOptions = z.infer<typeof paymentOptionsSchema>;

export const paymentSchema = z
  .object({
    id: idSchema,
    status: z.enum(["CREATED", "PENDING", "AUTHORIZED", "CAPTURED", "VOIDED", "REFUNDED", "DECLINED"]),
    method: z.enum(PAYMENT_METHODS),
    amount: moneySchema,
    refunded: moneySchema,
    nextAction: nextActionSchema.optional(),
    /** While it is pending: if it isn't approved by then, the order is called off and nothing is charged. */
    expiresAt: timeSchema.optional(),
  })
  .meta({ id: "Payment" });

export const orderSchema = z
  .object({
    id: idSchema,
    number: z.string(),
    status: orderStatusSchema,
    restaurant: z.object({
      id: idSchema,
      name: z.string(),
      location: locationSchema,
      imageKey: z.string().nullable(),
      citySlug: z.string(),
      /** For its customer, to ask the kitchen about the order. */
      phone: z.string().optional(),
    }),
    dropoff: z.object({ line1: z.string(), location: locationSchema, notes: z.string().optional() }),
    items: z.array(orderItemSchema),
    subtotal: moneySchema,
    feeLines: z.array(billLineSchema),
    fees: moneySchema,
    taxLines: z.array(taxLineSchema),
    taxes: moneySchema,
    tip: moneySchema,
    total: moneySchema,
    payment: paymentSchema,
    /** What was asked back of it, oldest first. PENDING: the gateway has not done it yet. */
    refunds: z.array(
      z.object({
        amount: moneySchema,
        reason: z.string(),
        note: z.string().optional(),
        status: z.enum(["PENDING", "DONE", "FAILED"]),
        at: timeSchema,
      }),
    ),
    rider: z.object({ name: z.string(), vehicle: z.string() }).optional(),
    placedAt: timeSchema,
    acceptedAt: timeSchema.optional(),
    readyAt: timeSchema.optional(),
    timeline: z.array(z.object({ status: orderStatusSchema, at: timeSchema })),
    /** From now, while it is on its way. */
    eta: etaRangeSchema.extend({ lowAt: timeSchema, highAt: timeSchema }).nullable(),
    /** For its customer only: the rider asks for it at the door. */
    pin: z.string().optional(),
    cancellable: z.boolean(),
    cancelReason: z.string().optional(),
    cancelNote: z.string().optional(),
  })
  .meta({ id: "Order" });
export type Order = z.infer<typeof orderSchema>;

export const orderListQuerySchema = z.object({
  limit: z.int().min(1).max(50).default(20),
  cursor: z.string().max(200).optional(),
});
export const orderPageSchema = z
  .object({ items: z.array(orderSchema), nextCursor: z.string().nullable() })
  .meta({ id: "OrderPage" });
export type OrderPage = z.infer<typeof orderPageSchema>;

/** How to listen: pusher-js takes these, and signs in through `authEndpoint`. */
export const streamSchema = z
  .object({
    appKey: z.string(),
    host: z.string(),
    port: z.int(),
    tls: z.boolean(),
    channel: z.string(),
    authEndpoint: z.string(),
  })
  .meta({ id: "Stream" });
export type Stream = z.infer<typeof streamSchema>;

export const trackSchema = z
  .object({
    order: orderSchema,
    rider: z
      .object({
        name: z.string(),
        location: locationSchema,
        recordedAt: timeSchema,
        heading: z.number().nullable(),
        /** As in `rider.location`: whoever follows the channel from here on drops what is not newer. */
        seq: z.int().optional(),
      })
      .optional(),
    eta: orderSchema.shape.eta,
    /** The way that the rider has to go, `[lng, lat]` points. */
    route: z.array(z.tuple([z.number(), z.number()])).optional(),
    stream: streamSchema,
  })
  .meta({ id: "Track" });
export type Track = z.infer<typeof trackSchema>;
