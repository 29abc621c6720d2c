import { createAddress, deleteAddress, listAddresses } from "@tiffin/core/catalog";
import { idSchema } from "@tiffin/domain/wire/common";
import { addressInputSchema, addressSchema } from "@tiffin/domain/wire/orders";
import { z } from "zod";
import { customerProcedure, router } from "../trpc.ts";

export const addressesRouter = router({
  list: customerProcedure
    .output(z.object({ items: z.array(addressSchema) }))
    .query(async ({ ctx }) => ({ items: await listAddresses(ctx.services, ctx.caller.userId) })),

  create: customerProcedure
    .input(addressInputSchema)
    .output(addressSchema)
    .mutation(({ ctx, input }) => createAddress(ctx.services, ctx.caller.userId, input)),

  delete: customerProcedure
    .input(z.object({ addressId: idSchema }))
    .mutation(({ ctx, input }) => deleteAddress(ctx.services, ctx.caller.userId, input.addressId, ctx.now)),
});
