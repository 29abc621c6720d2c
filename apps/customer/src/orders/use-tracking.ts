"use client";

import { orderUpdatedSchema, riderLocationSchema } from "@tiffin/domain/wire/live";
import type { Track } from "@tiffin/domain/wire/orders";
import type { ConnectionState } from "@tiffin/ui/connection-dot";
import { useLiveChannel } from "@tiffin/ui/live/use-live-channel";
import type { Fix } from "@tiffin/ui/map/city-map";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { isActive } from "./progress.ts";

type Live = { fix: Fix; seq: number; eta: { low: number; high: number } | null };

/**
 * An order with its rider, live: the snapshot is fetched first and after each gap, messages follow it. Older positions
 * than the one shown are dropped. Where the channel fails, the snapshot is fetched every few seconds instead.
 */
export function useTracking(orderId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [live, setLive] = useState<Live | null>(null);
  const [connected, setConnected] = useState<ConnectionState>("connecting");
  const track = useQuery(
    trpc.orders.track.queryOptions(
      { id: orderId },
      {
        staleTime: 5_000,
        refetchInterval: ({ state }) => {
          if (!state.data || !isActive(state.data.order)) return false;
          return connected === "live" ? 45_000 : 6_000;
        },
        refetchOnWindowFocus: true,
      },
    ),
  );
  const active = track.data !== undefined && isActive(track.data.order);
  const refetch = () => void track.refetch();

  const state = useLiveChannel({
    connection: active ? track.data?.stream : null,
    channel: active ? track.data?.stream.channel : null,
    handlers: {
      "order.updated": (data) => {
        if (!orderUpdatedSchema.safeParse(data).success) return;
        refetch();
        void queryClient.invalidateQueries({ queryKey: trpc.orders.list.queryKey() });
      },
      "rider.location": (data) => {
        const position = riderLocationSchema.safeParse(data);
        if (!position.success) return;
        const { lat, lng, heading, recordedAt, seq, etaMinutes } = position.data;
        setLive((now) =>
          now && (now.seq >= seq || now.fix.recordedAt > recordedAt)
            ? now
            : { fix: { location: { lat, lng }, heading, recordedAt }, seq, eta: etaMinutes },
        );
      },
    },
    onGap: refetch,
  });
  if (state !== connected) setConnected(state);

  return {
    track,
    connection: state,
    rider: active ? newest(live?.fix ?? null, track.data) : null,
    liveEta: live?.eta ?? null,
  };
}

function newest(live: Fix | null, track: Track | undefined): Fix | null {
  const snapshot = track?.rider;
  if (!snapshot) return live;
  if (live && live.recordedAt >= snapshot.recordedAt) return live;
  return { location: snapshot.location, heading: snapshot.heading, recordedAt: snapshot.recordedAt };
}
