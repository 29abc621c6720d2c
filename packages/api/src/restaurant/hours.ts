import { closeOn, getKitchenHours, reopenOn, setWeeklyHours } from "@tiffin/core/catalog";
import { idSchema } from "@tiffin/domain/wire/common";
import { closeOnSchema, kitchenHoursSchema, reopenOnSchema, setHoursSchema } from "@tiffin/domain/wire/kitchen-hours";
import { z } from "zod";
import { router, staffProcedure } from "../trpc.ts";

/** When one of the caller's restaurants opens. */
export const hoursRouter = router({
  get: staffProcedure
    .input(z.object({ restaurantId: idSchema.optional() }))
    .output(kitchenHoursSchema)
    .query(({ ctx, input }) => getKitchenHours(ctx.services, ctx.caller.userId, input.restaurantId, ctx.now)),

  setWeek: staffProcedure
    .input(setHoursSchema)
    .output(kitchenHoursSchema)
    .mutation(({ ctx, input }) => setWeeklyHours(ctx.services, ctx.caller.userId, input, ctx.now)),

  closeOn: staffProcedure
    .input(closeOnSchema)
    .output(kitchenHoursSchema)
    .mutation(({ ctx, input }) => closeOn(ctx.services, ctx.caller.userId, input, ctx.now)),

  reopenOn: staffProcedure
    .input(reopenOnSchema)
    .output(kitchenHoursSchema)
    .mutation(({ ctx, input }) => reopenOn(ctx.services, ctx.caller.userId, input, ctx.now)),
});
