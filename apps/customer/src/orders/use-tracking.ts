"use client";

import { nearestOnLine } from "@tiffin/domain/geo/polyline";
import { orderUpdatedSchema, riderLocationSchema } from "@tiffin/domain/wire/live";
import type { Track } from "@tiffin/domain/wire/orders";
import type { ConnectionState } from "@tiffin/ui/connection-dot";
import { useLiveChannel } from "@tiffin/ui/live/use-live-channel";
import { useOnline } from "@tiffin/ui/offline-banner";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { type Eta, type LivePosition, carriedSince, followPosition, shownFix } from "./live-position.ts";
import { moneyMoves, pendingStepOf } from "./payment-step.ts";
import { isActive } from "./progress.ts";

/** Farther than this from the drawn way, the rider has taken another one: a new one is asked for. */
const offRouteMeters = 150;
const rerouteMilliseconds = 8_000;

/**
 * An order with its rider, live: the snapshot is fetched first and after each gap, messages follow it. Older positions
 * than the one shown are dropped. Where the channel fails, the snapshot is fetched every few seconds instead.
 */
export function useTracking(orderId: string, returned = false) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const online = useOnline();
  const [live, setLive] = useState<LivePosition | null>(null);
  const [connected, setConnected] = useState<ConnectionState>("connecting");
  const track = useQuery(
    trpc.orders.track.queryOptions(
      { id: orderId },
      {
        staleTime: 5_000,
        refetchInterval: ({ state }) => {
          if (!state.data) return false;
          const { order } = state.data;
          // Somebody stands there and waits: for their bank, for their UPI app, for their money.
          if (pendingStepOf(order, returned)) return returned ? 1_500 : 3_000;
          if (moneyMoves(order)) return 4_000;
          if (!isActive(order)) return false;
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
        const since = track.data ? carriedSince(track.data.order) : null;
        setLive((shown) => followPosition(shown, position.data, Date.now(), since));
        const { lat, lng } = position.data;
        const route = track.data?.route;
        const astray = !route || route.length < 2 || nearestOnLine(route, { lat, lng }).distanceMeters > offRouteMeters;
        if (astray && Date.now() - track.dataUpdatedAt > rerouteMilliseconds) refetch();
      },
    },
    onGap: refetch,
  });
  if (state !== connected) setConnected(state);

  return {
    track,
    connection: online ? state : "lost",
    rider: active ? shownFix(live, track.data) : null,
    eta: active ? etaOf(track.data, live, track.dataUpdatedAt) : null,
    /** When the server was last heard of, if that is in doubt: no network, or it doesn't answer. */
    lastHeard: active && (!online || track.isError) ? Math.max(track.dataUpdatedAt, live?.eta?.at ?? 0) : null,
  };
}

/**
 * Minutes from `at`. Until the food is with the rider, the kitchen's time counts too and only the snapshot knows it;
 * from then on the rider's own positions say it best.
 */
function etaOf(track: Track | undefined, live: LivePosition | null, fetchedAt: number): Eta | null {
  if (!track) return null;
  const snapshot = track.eta ? { low: track.eta.low, high: track.eta.high, at: fetchedAt } : null;
  return track.order.status === "PICKED_UP" && live?.eta && live.eta.at > fetchedAt ? live.eta : snapshot;
}
