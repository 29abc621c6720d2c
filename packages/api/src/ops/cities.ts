import { z } from "zod";
import { citiesOfOps, cityNow } from "@tiffin/core/ops";
import { channels } from "@tiffin/domain/wire/live";
import { cityNowSchema } from "@tiffin/domain/wire/ops";
import { streamSchema } from "@tiffin/domain/wire/orders";
import { citySchema } from "@tiffin/domain/wire/restaurants";
import { opsProcedure, router } from "../trpc.ts";

const opsCitySchema = citySchema.extend({ stream: streamSchema });

export const citiesRouter = router({
  /** The operator's cities, and how to listen to each. */
  list: opsProcedure.output(z.array(opsCitySchema)).query(async ({ ctx }) => {
    const { services, caller } = ctx;
    const authEndpoint = new URL("/v1/live/auth", services.config.urls.gatewayPublic).href;
    return (await citiesOfOps(services, caller.userId)).map((city) => ({
      ...city,
      stream: services.realtime.stream(channels.ops(city.id), authEndpoint),
    }));
  }),

  /** Who rides, what waits and where: the map of a city. */
  now: opsProcedure
    .input(z.object({ citySlug: z.string().max(100) }))
    .output(cityNowSchema)
    .query(({ ctx, input }) => cityNow(ctx.services, ctx.caller.userId, input.citySlug, ctx.now)),
});
