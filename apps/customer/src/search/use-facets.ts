"use client";

import type { RestaurantPage } from "@tiffin/domain/wire/restaurants";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../api/trpc.tsx";
import type { Asked } from "./search-state.ts";

export type Facets = RestaurantPage["facets"];

/**
 * The numbers on the chips: what pressing one would leave. Within a group one choice replaces or adds to another
 * (cuisines, ratings, costs), so a group that is in use is counted without itself. `everyCuisine` is what is cooked
 * around here at all, so that a chip whose count falls to nought stays in its place.
 */
export function useFacets(asked: Asked, ready: boolean, answer: Facets | undefined) {
  const trpc = useTRPC();
  const count = (input: Asked, needed: boolean) =>
    trpc.restaurants.search.queryOptions(
      { ...input, limit: 1 },
      { enabled: ready && needed, placeholderData: keepPreviousData, staleTime: 30_000 },
    );
  const { cuisine, ...anyCuisine } = asked;
  const { minRating, ...anyRating } = asked;
  const { maxCostForTwo, ...anyCost } = asked;
  const { lat, lng, radiusKm } = asked;
  const cuisines = useQuery(count(anyCuisine, cuisine !== undefined));
  const ratings = useQuery(count(anyRating, minRating !== undefined));
  const costs = useQuery(count(anyCost, maxCostForTwo !== undefined));
  const around = useQuery(count({ lat, lng, radiusKm, sort: "relevance", limit: 1 }, true));
  const facets: Facets | undefined = answer && {
    ...answer,
    cuisines: cuisine === undefined ? answer.cuisines : (cuisines.data?.facets.cuisines ?? answer.cuisines),
    rating: minRating === undefined ? answer.rating : (ratings.data?.facets.rating ?? answer.rating),
    costForTwo: maxCostForTwo === undefined ? answer.costForTwo : (costs.data?.facets.costForTwo ?? answer.costForTwo),
  };
  return { facets, everyCuisine: around.data?.facets.cuisines };
}
