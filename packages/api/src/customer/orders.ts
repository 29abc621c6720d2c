import { cancelOrder, getOrder, listOrders, placeOrder, quoteOrder, trackOrder } from "@tiffin/core/orders";
import { paymentOptions } from "@tiffin/core/payments";
import { idSchema } from "@tiffin/domain/wire/common";
import {
  orderListQuerySchema,
  orderPageSchema,
  orderSchema,
  paymentOptionsSchema,
  placeOrderSchema,
  quoteRequestSchema,
  quoteSchema,
  trackSchema,
} from "@tiffin/domain/wire/orders";
import { z } from "zod";
import { authedProcedure, customerProcedure, router } from "../trpc.ts";

const orderIdSchema = z.object({ id: idSchema });

export const placementSchema = z.object({
  order: orderSchema,
  /** Waits for the customer (`payment.nextAction`) or for the payment gateway. */
  isPending: z.boolean(),
  isReplay: z.boolean(),
});

export const ordersRouter = router({
  quote: customerProcedure
    .input(quoteRequestSchema)
    .output(quoteSchema)
    .query(({ ctx, input }) => quoteOrder(ctx.services, ctx.caller.userId, input, ctx.now)),

  paymentOptions: customerProcedure
    .output(paymentOptionsSchema)
    .query(({ ctx: { services } }) => paymentOptions(services.config.payments, services.gateways)),

  /** The key is made by the caller, once for each attempt of a person to order. */
  place: customerProcedure
    .input(placeOrderSchema.extend({ idempotencyKey: z.string().max(64).optional() }))
    .output(placementSchema)
    .mutation(({ ctx, input: { idempotencyKey, ...order } }) =>
      placeOrder(ctx.services, ctx.caller.userId, idempotencyKey, order, ctx.now),
    ),

  list: customerProcedure
    .input(orderListQuerySchema)
    .output(orderPageSchema)
    .query(({ ctx, input }) => listOrders(ctx.services, ctx.caller.userId, input, ctx.now)),

  // Also for its rider, its kitchen and ops: the use case says whom an order concerns.
  get: authedProcedure
    .input(orderIdSchema)
    .output(orderSchema)
    .query(({ ctx, input }) => getOrder(ctx.services, ctx.caller, input.id, ctx.now)),

  track: authedProcedure
    .input(orderIdSchema)
    .output(trackSchema)
    .query(async ({ ctx, input }) => {
      const track = await trackOrder(ctx.services, ctx.caller, input.id, ctx.now);
      // Whoever asks for this goes on to listen.
      if (track.rider !== undefined) ctx.services.watchers.expect(track.order.id);
      return track;
    }),

  cancel: customerProcedure
    .input(orderIdSchema)
    .output(orderSchema)
    .mutation(({ ctx, input }) => cancelOrder(ctx.services, ctx.caller.userId, input.id, ctx.now)),
});
