import { getShift, setShift } from "@tiffin/core/dispatch";
import { shiftInputSchema, shiftSchema } from "@tiffin/domain/wire/riders";
import { riderProcedure, router } from "../trpc.ts";

export const shiftRouter = router({
  get: riderProcedure.output(shiftSchema).query(({ ctx }) => getShift(ctx.services, ctx.caller.userId)),

  set: riderProcedure
    .input(shiftInputSchema)
    .output(shiftSchema)
    .mutation(({ ctx, input }) => setShift(ctx.services, ctx.caller.userId, input.online, ctx.now)),
});
