"use client";

import { exponentOf } from "@tiffin/ui/lib/money";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useDeferredValue } from "react";
import { useTRPC, useTRPCClient } from "../api/trpc.tsx";
import { usePlace } from "../place/place-provider.tsx";
import { searchParsers, toApi } from "./search-state.ts";

export const useSearchState = () =>
  useQueryStates(searchParsers, { history: "replace", throttleMs: 120, shallow: true });

/** The currency of the city that is searched. */
export function useCityCurrency(): string {
  const { place, cities } = usePlace();
  return cities.find((city) => city.slug === place?.citySlug)?.currency ?? "INR";
}

/** Pages of restaurants for the address bar's state, and the counts that stand on the chips. */
export function useSearch() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [state] = useSearchState();
  const { place } = usePlace();
  const currency = useCityCurrency();
  // Letters come faster than answers are of use: the query follows the typing as the browser finds time.
  const settled = useDeferredValue(state);
  const where = place ?? { lat: 0, lng: 0 };
  const asked = toApi(settled, where, 10 ** exponentOf(currency));

  // Not `infiniteQueryOptions`: that sends a `direction` along, which the API rightly refuses as an unknown field.
  const pages = useInfiniteQuery({
    queryKey: [...trpc.restaurants.search.queryKey(asked), "pages"],
    queryFn: ({ pageParam, signal }) =>
      client.restaurants.search.query({ ...asked, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: place !== null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  // Chips of cuisines count what they would leave, so they are counted without each other.
  const { cuisine: _without, ...others } = asked;
  const counts = useQuery(
    trpc.restaurants.search.queryOptions(
      { ...others, limit: 1 },
      { enabled: place !== null, placeholderData: keepPreviousData, staleTime: 60_000 },
    ),
  );
  return { state: settled, pages, facets: counts.data?.facets };
}
