import { getKitchenMenu, listKitchens, updateKitchen, updateMenuItem } from "@tiffin/core/catalog";
import { idSchema } from "@tiffin/domain/wire/common";
import { kitchenSchema, updateKitchenSchema, updateMenuItemSchema } from "@tiffin/domain/wire/kitchen";
import { menuItemSchema, menuSchema } from "@tiffin/domain/wire/restaurants";
import { z } from "zod";
import { router, staffProcedure } from "../trpc.ts";

/** The restaurants that the caller works for, and what they may change about them. */
export const kitchensRouter = router({
  list: staffProcedure
    .output(z.object({ items: z.array(kitchenSchema) }))
    .query(async ({ ctx }) => ({ items: await listKitchens(ctx.services, ctx.caller.userId, ctx.now) })),

  menu: staffProcedure
    .input(z.object({ restaurantId: idSchema.optional() }))
    .output(menuSchema)
    .query(({ ctx, input }) => getKitchenMenu(ctx.services, ctx.caller.userId, input.restaurantId, ctx.now)),

  update: staffProcedure
    .input(updateKitchenSchema)
    .output(kitchenSchema)
    .mutation(({ ctx, input }) => updateKitchen(ctx.services, ctx.caller.userId, input, ctx.now)),

  updateMenuItem: staffProcedure
    .input(z.object({ menuItemId: idSchema, update: updateMenuItemSchema }))
    .output(menuItemSchema)
    .mutation(({ ctx, input }) =>
      updateMenuItem(ctx.services, ctx.caller.userId, input.menuItemId, input.update, ctx.now),
    ),
});
