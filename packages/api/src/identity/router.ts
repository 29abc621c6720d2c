import { issueStreamTicket, readProfile, updateProfile } from "@tiffin/core/identity";
import { profileSchema, profileUpdateSchema, streamTicketSchema } from "@tiffin/domain/wire/identity";
import { authedProcedure, riderProcedure, router } from "../trpc.ts";

/**
 * `session`, the same for every audience. Logging in, refreshing and logging out set cookies, so they are the gateway's
 * `/session/<audience>/…`; the rate limits on codes are the gateway's too.
 */
export const sessionRouter = router({
  me: authedProcedure.output(profileSchema).query(({ ctx }) => readProfile(ctx.services, ctx.caller.userId)),

  updateProfile: authedProcedure
    .input(profileUpdateSchema)
    .output(profileSchema)
    .mutation(({ ctx, input }) => updateProfile(ctx.services, ctx.caller.userId, input)),
});

/** A minute's ticket with which a rider's page opens the location stream at the gateway itself. */
export const streamRouter = router({
  ticket: riderProcedure.output(streamTicketSchema).mutation(async ({ ctx }) => {
    const ticket = await issueStreamTicket(ctx.services, ctx.caller, ctx.now);
    const url = new URL("/v1/riders/stream", ctx.services.config.urls.gatewayPublic);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return { ...ticket, url: url.href };
  }),
});
