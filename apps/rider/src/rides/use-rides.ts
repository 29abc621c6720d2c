"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { codeOf } from "@tiffin/ui/app/api";
import { useLiveChannel } from "@tiffin/ui/live/use-live-channel";
import { toast } from "@tiffin/ui/toaster";
import { formatMoney } from "@tiffin/ui/lib/money";
import type { CurrentRides, Ride } from "@tiffin/domain/wire/riders";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { ring } from "../shift/ring.ts";
import { goneSince, offerKeyOf } from "./gone.ts";
import type { RideAction } from "./ride-panel.tsx";

/** While the channel is up this only guards against a message that was lost. */
const POLL_LIVE_MS = 15_000;
const POLL_LOST_MS = 3_000;

/** The rider's offer and rides: told by the channel, asked for again on every nudge, and now and then by itself. */
export function useRides(
  stream: { appKey: string; host: string; port: number; tls: boolean; channel: string } | undefined,
  online: boolean,
) {
  const t = useTranslations();
  const locale = useLocale();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const currentKey = trpc.rides.current.queryKey();
  const refetch = () => void queryClient.invalidateQueries({ queryKey: currentKey });

  const live = useLiveChannel({
    connection: stream,
    channel: stream?.channel,
    handlers: { "offer.created": refetch, "offer.revoked": refetch, "ride.updated": refetch },
    onGap: refetch,
  });
  const current = useQuery({
    ...trpc.rides.current.queryOptions(),
    enabled: stream !== undefined,
    refetchInterval: online ? (live === "live" ? POLL_LIVE_MS : POLL_LOST_MS) : false,
    refetchIntervalInBackground: true,
  });

  const offer = current.data?.offer;
  const offerKey = offer ? offerKeyOf(offer) : null;
  const rung = useRef<string | null>(null);
  useEffect(() => {
    if (offerKey === null || rung.current === offerKey) return;
    rung.current = offerKey;
    ring();
  }, [offerKey]);

  // What disappears without the rider's doing is told: nobody should ride on for nothing, or wonder where an offer went.
  const [settled] = useState(() => new Set<string>());
  const seen = useRef<CurrentRides | null>(null);
  const tellGone = useEffectEvent((now: CurrentRides) => {
    const gone = seen.current && goneSince(seen.current, now, settled);
    seen.current = now;
    for (const number of gone?.orderNumbers ?? []) toast.error(t("ride.gone", { number }), { duration: 12_000 });
    if (gone?.offer) toast.info(t("offer.gone"));
  });
  const { data } = current;
  useEffect(() => {
    if (data) tellGone(data);
  }, [data]);

  const settle = () => {
    if (offerKey !== null) settled.add(offerKey);
  };
  const withoutOffer = () => {
    settle();
    queryClient.setQueryData(currentKey, (data) => data && { rides: data.rides, stops: data.stops });
    refetch();
  };
  const answer = useMutation(
    trpc.rides.answer.mutationOptions({
      onSuccess: (_ride, { action }) => {
        if (action === "decline") toast.info(t("offer.declined"));
        withoutOffer();
      },
      onError: (error) => {
        const told = {
          OFFER_EXPIRED: "offer.expired",
          OFFER_TAKEN: "offer.taken",
          OFFER_SUPERSEDED: "offer.superseded",
        }[codeOf(error)];
        toast.error(t(told ?? "ride.failed"));
        if (told) withoutOffer();
      },
    }),
  );
  const onFailure = () => toast.error(t("ride.failed"));
  const arrived = useMutation(trpc.rides.arrived.mutationOptions({ onSettled: refetch, onError: onFailure }));
  const pickedUp = useMutation(trpc.rides.pickedUp.mutationOptions({ onSettled: refetch, onError: onFailure }));
  const delivered = useMutation(trpc.rides.delivered.mutationOptions());

  return {
    live,
    current,
    answering: answer.isPending ? answer.variables.action : null,
    answer: (action: "accept" | "decline") => {
      settle();
      if (offer) answer.mutate({ rideId: offer.rideId, offerSeq: offer.offerSeq, action });
    },
    /** Its time is over and nobody answered. */
    expireOffer: () => {
      if (answer.isPending) return;
      toast.info(t("offer.expired"));
      withoutOffer();
    },
    acting: arrived.isPending || pickedUp.isPending,
    act: (rideId: string, action: RideAction) => (action === "arrived" ? arrived : pickedUp).mutate({ rideId }),
    /** Resolves to null when the food is handed over, else to the refusal's code. */
    handOver: async (ride: Ride, pin: string | undefined): Promise<string | null> => {
      try {
        await delivered.mutateAsync({ rideId: ride.id, ...(pin === undefined ? {} : { pin }) });
      } catch (error) {
        return codeOf(error);
      }
      settled.add(ride.id);
      toast.success(t("ride.done", { amount: formatMoney(ride.pay, locale, { exact: true }) }));
      refetch();
      void queryClient.invalidateQueries({ queryKey: trpc.earnings.today.queryKey() });
      return null;
    },
  };
}
