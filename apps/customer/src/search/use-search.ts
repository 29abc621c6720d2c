"use client";

import { exponentOf } from "@tiffin/ui/lib/money";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "../api/trpc.tsx";
import { usePlace } from "../place/place-provider.tsx";
import { type Asked, toApi } from "./search-state.ts";
import { useDebounced } from "./use-debounced.ts";
import { useSearchState } from "./use-search-state.ts";

/** The currency of the city that is searched. */
export function useCityCurrency(): string {
  const { centre, cities } = usePlace();
  return cities.find((city) => city.slug === centre?.citySlug)?.currency ?? "INR";
}

/** Shorter than between two letters of a quick typist would ask for every letter; longer is felt. */
const typingPauseMs = 140;

/** What is asked for now: choices at once, letters when the typing pauses. */
export function useAsked(): { asked: Asked; ready: boolean } {
  const [state] = useSearchState();
  const { centre } = usePlace();
  const currency = useCityCurrency();
  const q = useDebounced(state.q, state.q.trim() === "" ? 0 : typingPauseMs);
  return {
    asked: toApi({ ...state, q }, centre ?? { lat: 0, lng: 0 }, 10 ** exponentOf(currency)),
    ready: centre !== null && centre.citySlug !== null,
  };
}

/** Pages of restaurants for the address bar's state. The last answer stays until the next one is there. */
export function useSearch() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { asked, ready } = useAsked();
  // Not `infiniteQueryOptions`: that sends a `direction` along, which the API rightly refuses as an unknown field.
  const pages = useInfiniteQuery({
    queryKey: [...trpc.restaurants.search.queryKey(asked), "pages"],
    queryFn: ({ pageParam, signal }) =>
      client.restaurants.search.query({ ...asked, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: ready,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  return { asked, ready, pages };
}
export type Search = ReturnType<typeof useSearch>;
