"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "../api/trpc.tsx";
import { usePlace } from "../place/place-provider.tsx";
import { useDebounced } from "./use-debounced.ts";

const typingPauseMs = 90;

/** What one might be typing; a question that nobody waits for any more is taken back. */
export function useSuggestions(typed: string, open: boolean) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { centre } = usePlace();
  const text = useDebounced(
    typed
      .replaceAll(/\p{Cc}+/gu, " ")
      .trim()
      .slice(0, 100),
    typingPauseMs,
  );
  // A hundred meters make no other suggestion, and the cache is hit more often.
  const input = { lat: Number((centre?.lat ?? 0).toFixed(3)), lng: Number((centre?.lng ?? 0).toFixed(3)), q: text };
  const { data } = useQuery({
    queryKey: trpc.restaurants.suggest.queryKey(input),
    queryFn: ({ signal }) => client.restaurants.suggest.query(input, { signal }),
    enabled: open && centre !== null && centre.citySlug !== null && text.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return typed.trim() ? data : undefined;
}
