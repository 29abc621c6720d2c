import {
  acceptOffer,
  arrived,
  currentRides,
  declineOffer,
  delivered,
  earningsToday,
  pickedUp,
  rideView,
} from "@tiffin/core/dispatch";
import { notFound } from "@tiffin/domain/errors";
import { uuidSchema } from "@tiffin/domain/wire/common";
import {
  answeredRideSchema,
  answerOfferSchema,
  currentRidesSchema,
  deliverSchema,
  earningsSchema,
  rideSchema,
} from "@tiffin/domain/wire/riders";
import { z } from "zod";
import type { AuthedContext } from "../context.ts";
import { riderProcedure, router } from "../trpc.ts";

// Ids are opaque: one of another form than ours is simply not there.
const rideIdSchema = z.object({ rideId: z.string() });

export const ridesRouter = router({
  current: riderProcedure
    .output(currentRidesSchema)
    .query(({ ctx }) => currentRides(ctx.services, ctx.caller.userId, ctx.now)),

  /** Accepting answers with the ride; declining with what is left of it for this rider. */
  answer: riderProcedure
    .input(rideIdSchema.extend(answerOfferSchema.shape))
    .output(answeredRideSchema)
    .mutation(async ({ ctx, input }) => {
      const answer = { rideId: known(input.rideId), riderId: ctx.caller.userId, seq: input.offerSeq, now: ctx.now };
      if (input.action === "decline") {
        const { id, orderId } = await declineOffer(ctx.services, { ...answer, reason: input.reason });
        return { id, orderId, status: "SEARCHING" as const };
      }
      await acceptOffer(ctx.services, answer);
      return view(ctx, input.rideId);
    }),

  arrived: riderProcedure
    .input(rideIdSchema)
    .output(rideSchema)
    .mutation(async ({ ctx, input }) => {
      await arrived(ctx.services.db, tap(ctx, input.rideId));
      return view(ctx, input.rideId);
    }),

  pickedUp: riderProcedure
    .input(rideIdSchema)
    .output(rideSchema)
    .mutation(async ({ ctx, input }) => {
      await pickedUp(ctx.services.db, tap(ctx, input.rideId));
      return view(ctx, input.rideId);
    }),

  delivered: riderProcedure
    .input(rideIdSchema.extend(deliverSchema.shape))
    .output(rideSchema)
    .mutation(async ({ ctx, input }) => {
      await delivered(ctx.services, { ...tap(ctx, input.rideId), pin: input.pin });
      return view(ctx, input.rideId);
    }),
});

export const earningsRouter = router({
  today: riderProcedure
    .output(earningsSchema)
    .query(({ ctx }) => earningsToday(ctx.services.db, ctx.caller.userId, ctx.now)),
});

const tap = (ctx: AuthedContext, rideId: string) => ({
  rideId: known(rideId),
  riderId: ctx.caller.userId,
  now: ctx.now,
});
const view = (ctx: AuthedContext, rideId: string) => rideView(ctx.services, ctx.caller.userId, rideId, ctx.now);

/** What isn't a UUID is no ride of ours: not there, rather than malformed, since ids are opaque to callers. */
function known(rideId: string): string {
  if (!uuidSchema.safeParse(rideId).success) throw notFound("ride");
  return rideId;
}
