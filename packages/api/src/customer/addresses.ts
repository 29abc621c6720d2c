import { createAddress, deleteAddress, listAddresses } from "@tiffin/core/catalog";
import { idSchema } from "@tiffin/domain/wire/common";
import { addressInputSchema, addressSchema } from "@tiffin/domain/wire/orders";
import { z } from "zod";
import { customerProcedure, router } from "../trpc.ts";

export const addressesRouter = router({
  list: customerProcedure
    .output(z.array(addressSchema))
    .query(({ ctx }) => listAddresses(ctx.services, ctx.caller.userId)),

  create: customerProcedure
    .input(addressInputSchema)
    .output(addressSchema)
    .mutation(({ ctx, input }) => createAddress(ctx.services, ctx.caller.userId, input)),

  delete: customerProcedure
    .input(z.object({ id: idSchema }))
    .mutation(({ ctx, input }) => deleteAddress(ctx.services, ctx.caller.userId, input.id, ctx.now)),
});
