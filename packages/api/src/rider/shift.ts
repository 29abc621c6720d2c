import { getShift, setShift } from "@tiffin/core/dispatch";
import { shiftInputSchema, shiftSchema } from "@tiffin/domain/wire/riders";
import { riderProcedure, router } from "../trpc.ts";

export const shiftRouter = router({
  get: riderProcedure.output(shiftSchema).query(({ ctx }) => getShift(ctx.services, ctx.caller.userId)),

  set: riderProcedure
    .input(shiftInputSchema)
    .output(shiftSchema)
    .mutation(({ ctx, input: { online, endsAt } }) =>
      setShift(
        ctx.services,
        ctx.caller.userId,
        online,
        ctx.now,
        undefined,
        typeof endsAt === "string" ? new Date(endsAt) : endsAt,
      ),
    ),
});
