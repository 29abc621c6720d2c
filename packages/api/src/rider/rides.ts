import { z } from "zod";
import { acceptOffer, arrived, currentRides, declineOffer, delivered, pickedUp, rideView } from "@tiffin/core/dispatch";
import { idSchema } from "@tiffin/domain/wire/common";
import { answerOfferSchema, currentRidesSchema, deliverSchema, rideSchema } from "@tiffin/domain/wire/riders";
import type { AuthedContext } from "../context.ts";
import { riderProcedure, router } from "../trpc.ts";

const rideIdSchema = z.object({ rideId: idSchema });

/** How a ride looks to its rider after a step. */
const viewOf = (ctx: AuthedContext, rideId: string) => rideView(ctx.services, ctx.caller.userId, rideId, ctx.now);
const tapOf = (ctx: AuthedContext, rideId: string) => ({ rideId, riderId: ctx.caller.userId, now: ctx.now });

export const ridesRouter = router({
  current: riderProcedure
    .output(currentRidesSchema)
    .query(({ ctx }) => currentRides(ctx.services, ctx.caller.userId, ctx.now)),

  answer: riderProcedure
    .input(rideIdSchema.extend(answerOfferSchema.shape))
    .output(rideSchema)
    .mutation(async ({ ctx, input }) => {
      const answer = { ...tapOf(ctx, input.rideId), seq: input.offerSeq };
      if (input.action === "accept") await acceptOffer(ctx.services, answer);
      else await declineOffer(ctx.services, { ...answer, reason: input.reason });
      return viewOf(ctx, input.rideId);
    }),

  arrived: riderProcedure
    .input(rideIdSchema)
    .output(rideSchema)
    .mutation(async ({ ctx, input }) => {
      await arrived(ctx.services.db, tapOf(ctx, input.rideId));
      return viewOf(ctx, input.rideId);
    }),

  pickedUp: riderProcedure
    .input(rideIdSchema)
    .output(rideSchema)
    .mutation(async ({ ctx, input }) => {
      await pickedUp(ctx.services.db, tapOf(ctx, input.rideId));
      return viewOf(ctx, input.rideId);
    }),

  delivered: riderProcedure
    .input(rideIdSchema.extend(deliverSchema.shape))
    .output(rideSchema)
    .mutation(async ({ ctx, input }) => {
      await delivered(ctx.services, { ...tapOf(ctx, input.rideId), pin: input.pin });
      return viewOf(ctx, input.rideId);
    }),
});
