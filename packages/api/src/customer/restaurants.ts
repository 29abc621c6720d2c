import { getCity, getMenu, listCities } from "@tiffin/core/catalog";
import { searchRestaurants, suggest } from "@tiffin/core/search";
import {
  citySchema,
  menuSchema,
  restaurantSearchSchema,
  suggestionsSchema,
  suggestQuerySchema,
} from "@tiffin/domain/wire/restaurants";
import { idSchema } from "@tiffin/domain/wire/common";
import { DomainError } from "@tiffin/domain/errors";
import { z } from "zod";
import { publicProcedure, router } from "../trpc.ts";

// Looking around needs no account.

export const citiesRouter = router({
  list: publicProcedure.output(z.array(citySchema)).query(({ ctx }) => listCities(ctx.services)),

  get: publicProcedure
    .input(z.object({ slug: z.string().min(1).max(80) }))
    .output(citySchema)
    .query(({ ctx, input }) => getCity(ctx.services, input.slug)),
});

export const restaurantsRouter = router({
  search: publicProcedure
    .input(restaurantSearchSchema)
    // No `output`: a page is made field by field, and to check it anew cost a tenth of the whole call.
    .query(({ ctx, input }) => {
      if (input.explain === true && ctx.caller?.roles.includes("ops") !== true) {
        throw new DomainError("FORBIDDEN", "Only ops may see how a score is made.");
      }
      return searchRestaurants(ctx.services, input, ctx.caller?.userId ?? null, ctx.now);
    }),

  suggest: publicProcedure
    .input(suggestQuerySchema)
    .output(suggestionsSchema)
    .query(({ ctx, input }) => suggest(ctx.services, input)),

  menu: publicProcedure
    .input(z.object({ id: idSchema }))
    .output(menuSchema)
    .query(({ ctx, input }) => getMenu(ctx.services, input.id, ctx.now)),
});
