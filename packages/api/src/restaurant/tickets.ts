import { acceptTicket, delayTicket, listTickets, markReady, rejectTicket } from "@tiffin/core/orders";
import { idSchema } from "@tiffin/domain/wire/common";
import {
  acceptTicketSchema,
  delayTicketSchema,
  rejectTicketSchema,
  ticketListSchema,
  ticketQuerySchema,
  ticketSchema,
} from "@tiffin/domain/wire/kitchen";
import { z } from "zod";
import { router, staffProcedure } from "../trpc.ts";

const orderIdSchema = z.object({ id: idSchema });

export const ticketsRouter = router({
  list: staffProcedure
    .input(ticketQuerySchema)
    .output(ticketListSchema)
    .query(({ ctx, input }) => listTickets(ctx.services, ctx.caller.userId, input, ctx.now)),

  accept: staffProcedure
    .input(orderIdSchema.extend(acceptTicketSchema.shape))
    .output(ticketSchema)
    .mutation(({ ctx, input }) => acceptTicket(ctx.services, ctx.caller.userId, input.id, input.prepMinutes, ctx.now)),

  delay: staffProcedure
    .input(orderIdSchema.extend(delayTicketSchema.shape))
    .output(ticketSchema)
    .mutation(({ ctx, input: { id, ...delay } }) => delayTicket(ctx.services, ctx.caller.userId, id, delay, ctx.now)),

  reject: staffProcedure
    .input(orderIdSchema.extend(rejectTicketSchema.shape))
    .output(ticketSchema)
    .mutation(({ ctx, input }) => rejectTicket(ctx.services, ctx.caller.userId, input.id, input.reason, ctx.now)),

  ready: staffProcedure
    .input(orderIdSchema)
    .output(ticketSchema)
    .mutation(({ ctx, input }) => markReady(ctx.services, ctx.caller.userId, input.id, ctx.now)),
});
