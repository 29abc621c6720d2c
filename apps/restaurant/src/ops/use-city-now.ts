"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../api/trpc.tsx";
import { useOpsCity } from "./ops-city.tsx";
import { useOrderNews } from "./use-order-news.ts";

const POLL_MS = 5_000;

/** The city as it stands, read again every few seconds; orders that change are heard of at once. */
export function useCityNow() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { city } = useOpsCity();
  const now = useQuery(
    trpc.ops.cities.now.queryOptions(
      { citySlug: city.slug },
      { refetchInterval: POLL_MS, staleTime: 0, placeholderData: keepPreviousData },
    ),
  );
  const live = useOrderNews(() => {
    void queryClient.invalidateQueries({ queryKey: trpc.ops.orders.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.ops.cities.now.pathKey() });
  });
  return { now, live };
}
