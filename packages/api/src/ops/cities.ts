import { z } from "zod";
import { getCity } from "@tiffin/core/catalog";
import { liveRiders } from "@tiffin/core/ops";
import { liveRidersSchema } from "@tiffin/domain/wire/ops";
import { opsProcedure, router } from "../trpc.ts";

export const citiesRouter = router({
  /** Who rides in a city now. */
  riders: opsProcedure
    .input(z.object({ citySlug: z.string().max(100) }))
    .output(liveRidersSchema)
    .query(async ({ ctx, input }) => {
      const city = await getCity(ctx.services, input.citySlug);
      return liveRiders(ctx.services, city.id, ctx.now);
    }),
});
