import { listKitchens, updateKitchen } from "@tiffin/core/catalog";
import { kitchenHomeSchema, kitchenSchema, updateKitchenSchema } from "@tiffin/domain/wire/kitchen";
import { channels } from "@tiffin/domain/wire/live";
import { authedProcedure, router, staffProcedure } from "../trpc.ts";

/** Who is here, for which restaurants, and how to listen to each. Ops may look in without working anywhere. */
export const homeProcedure = authedProcedure.output(kitchenHomeSchema).query(async ({ ctx }) => {
  const { services, caller, now } = ctx;
  const authEndpoint = new URL("/v1/live/auth", services.config.urls.gatewayPublic).href;
  const kitchens = await listKitchens(services, caller.userId, now);
  return {
    name: caller.name,
    roles: [...caller.roles],
    kitchens: kitchens.map((kitchen) => ({
      ...kitchen,
      stream: services.realtime.stream(channels.restaurant(kitchen.id), authEndpoint),
    })),
  };
});

export const kitchenRouter = router({
  update: staffProcedure
    .input(updateKitchenSchema)
    .output(kitchenSchema)
    .mutation(({ ctx, input }) => updateKitchen(ctx.services, ctx.caller.userId, input, ctx.now)),
});
