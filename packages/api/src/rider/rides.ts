import {
  acceptOffer,
  arrived,
  cantDeliver,
  currentRides,
  declineOffer,
  delivered,
  deliveriesOn,
  earningsOf,
  pickedUp,
  rideView,
} from "@tiffin/core/dispatch";
import { notFound } from "@tiffin/domain/errors";
import { uuidSchema } from "@tiffin/domain/wire/common";
import {
  answeredRideSchema,
  answerOfferSchema,
  cantDeliverSchema,
  currentRidesSchema,
  deliveriesDoneSchema,
  deliveriesOfDaySchema,
  deliverSchema,
  earningsSchema,
  endedRideSchema,
  rideSchema,
  tapSchema,
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

  /** One of the caller's own, also when it is over: how it ended tells a phone that was not the one to end it. */
  one: riderProcedure
    .input(rideIdSchema)
    .output(rideSchema)
    .query(({ ctx, input }) => view(ctx, known(input.rideId))),

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
    .input(rideIdSchema.extend(tapSchema.shape))
    .output(rideSchema)
    .mutation(async ({ ctx, input }) => {
      await arrived(ctx.services.db, tap(ctx, input));
      return view(ctx, input.rideId);
    }),

  pickedUp: riderProcedure
    .input(rideIdSchema.extend(tapSchema.shape))
    .output(rideSchema)
    .mutation(async ({ ctx, input }) => {
      await pickedUp(ctx.services.db, tap(ctx, input));
      return view(ctx, input.rideId);
    }),

  delivered: riderProcedure
    .input(rideIdSchema.extend(deliverSchema.shape))
    .output(rideSchema)
    .mutation(async ({ ctx, input }) => {
      await delivered(ctx.services, { ...tap(ctx, input), pin: input.pin });
      return view(ctx, input.rideId);
    }),

  /** Before the pick-up another rider is looked for, after it the order ends; the rider is free either way. */
  cantDeliver: riderProcedure
    .input(rideIdSchema.extend(cantDeliverSchema.shape))
    .output(endedRideSchema)
    .mutation(async ({ ctx, input }) => {
      await cantDeliver(ctx.services, { ...tap(ctx, input), reason: input.reason });
      return { id: input.rideId, status: "CANCELLED" as const };
    }),
});

export const earningsRouter = router({
  recent: riderProcedure
    .output(earningsSchema)
    .query(({ ctx }) => earningsOf(ctx.services.db, ctx.caller.userId, ctx.now)),

  deliveries: riderProcedure
    .input(deliveriesOfDaySchema)
    .output(deliveriesDoneSchema)
    .query(async ({ ctx, input }) => ({ items: await deliveriesOn(ctx.services.db, ctx.caller.userId, input.date) })),
});

const tap = (ctx: AuthedContext, { rideId, at }: { readonly rideId: string; readonly at?: string | undefined }) => ({
  rideId: known(rideId),
  riderId: ctx.caller.userId,
  now: ctx.now,
  happenedAt: at === undefined ? undefined : new Date(at),
});
const view = (ctx: AuthedContext, rideId: string) => rideView(ctx.services, ctx.caller.userId, rideId, ctx.now);

/** What isn't a UUID is no ride of ours: not there, rather than malformed, since ids are opaque to callers. */
function known(rideId: string): string {
  if (!uuidSchema.safeParse(rideId).success) throw notFound("ride");
  return rideId;
}
