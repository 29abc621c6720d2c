import { getKitchenMenu, updateMenuItem } from "@tiffin/core/catalog";
import { idSchema } from "@tiffin/domain/wire/common";
import { updateMenuItemSchema } from "@tiffin/domain/wire/kitchen";
import { menuItemSchema, menuSchema } from "@tiffin/domain/wire/restaurants";
import { z } from "zod";
import { router, staffProcedure } from "../trpc.ts";

/** The menu of one of the caller's restaurants. */
export const menuRouter = router({
  get: staffProcedure
    .input(z.object({ restaurantId: idSchema.optional() }))
    .output(menuSchema)
    .query(({ ctx, input }) => getKitchenMenu(ctx.services, ctx.caller.userId, input.restaurantId, ctx.now)),

  updateItem: staffProcedure
    .input(z.intersection(z.object({ id: idSchema }), updateMenuItemSchema))
    .output(menuItemSchema)
    .mutation(({ ctx, input: { id, ...update } }) =>
      updateMenuItem(ctx.services, ctx.caller.userId, id, update, ctx.now),
    ),
});
