"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLiveChannel } from "@tiffin/ui/live/use-live-channel";
import { useTRPC } from "../api/trpc.tsx";
import { useOpsCity } from "./ops-city.tsx";

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
  const readAgain = () => {
    void queryClient.invalidateQueries({ queryKey: trpc.ops.orders.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.ops.cities.now.pathKey() });
  };
  const live = useLiveChannel({
    connection: city.stream,
    channel: city.stream.channel,
    handlers: { "order.updated": readAgain },
    onGap: readAgain,
  });
  return { now, live };
}
