"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { codeOf } from "@tiffin/ui/app/api";
import { useLiveChannel } from "@tiffin/ui/live/use-live-channel";
import { toast } from "@tiffin/ui/toaster";
import { formatTime } from "@tiffin/ui/lib/format";
import { formatMoney } from "@tiffin/ui/lib/money";
import type { CantDeliverReason } from "@tiffin/domain/ride/cant-deliver";
import type { CurrentRides, DeclineReason, Ride } from "@tiffin/domain/wire/riders";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { ring } from "../shift/ring.ts";
import { isForLater, type TapResult } from "../taps/send-taps.ts";
import { endsRide, type KeptTap, withTaps } from "../taps/tap.ts";
import { useTaps } from "../taps/use-taps.ts";
import { goneSince, offerKeyOf, wasAccepted } from "./gone.ts";
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
  const refreshEarnings = () => void queryClient.invalidateQueries(trpc.earnings.pathFilter());

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
  /** Offers that were answered here, while nobody knows whether the server heard it. */
  const [unheard] = useState(() => new Set<string>());
  const seen = useRef<CurrentRides | null>(null);
  /** A ride that this phone has not ended: brought all the same, by the rider's other phone, or taken from them. */
  const tellEnd = async ({ id: rideId, orderNumber: number }: Pick<Ride, "id" | "orderNumber">) => {
    const ended = await queryClient.fetchQuery(trpc.rides.one.queryOptions({ rideId })).catch(() => null);
    if (ended?.status !== "DELIVERED") return toast.error(t("ride.gone", { number }), { duration: 12_000 });
    const amount = formatMoney(ended.pay, locale, { exact: true });
    toast.success(t("ride.doneElsewhere", { number, amount }), { duration: 8_000 });
    refreshEarnings();
  };
  const tellGone = useEffectEvent((now: CurrentRides) => {
    const gone = seen.current && goneSince(seen.current, now, settled);
    seen.current = now;
    for (const ride of gone?.rides ?? []) void tellEnd(ride);
    if (gone?.offer === "lost") toast.info(t("offer.gone"));
    if (gone?.offer === "elsewhere") toast.info(t("offer.elsewhere"), { duration: 8_000 });
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
      onError: async (error, asked) => {
        const told = {
          OFFER_EXPIRED: "offer.expired",
          OFFER_TAKEN: "offer.taken",
          OFFER_SUPERSEDED: "offer.superseded",
          RIDER_OFF_SHIFT: "offer.offShift",
        }[codeOf(error)];
        if (told === undefined) {
          unheard.add(offerKeyOf(asked));
          return toast.error(t("ride.failed"));
        }
        // The one who has it may be the rider: by another phone, or by a yes whose answer got lost on its way to this one.
        const now = await queryClient
          .fetchQuery({ ...trpc.rides.current.queryOptions(), staleTime: 0 })
          .catch(() => null);
        if (now === null || !wasAccepted(now, asked)) toast.error(t(told));
        else if (!unheard.has(offerKeyOf(asked))) toast.info(t("offer.elsewhere"), { duration: 8_000 });
        withoutOffer();
      },
    }),
  );
  const arrived = useMutation(trpc.rides.arrived.mutationOptions());
  const pickedUp = useMutation(trpc.rides.pickedUp.mutationOptions());
  const delivered = useMutation(trpc.rides.delivered.mutationOptions());
  const cantDeliver = useMutation(trpc.rides.cantDeliver.mutationOptions());
  const send = async (tap: KeptTap): Promise<string | null> => {
    const { rideId, at } = tap;
    const ends = endsRide(tap);
    // Its rider has ended it, perhaps before a reload: no news to them.
    if (ends) settled.add(rideId);
    try {
      if (tap.action === "arrived") await arrived.mutateAsync({ rideId, at });
      else if (tap.action === "pickedUp") await pickedUp.mutateAsync({ rideId, at });
      else if (tap.action === "cantDeliver") await cantDeliver.mutateAsync({ rideId, at, reason: tap.reason });
      else await delivered.mutateAsync({ rideId, at, ...(tap.pin === undefined ? {} : { pin: tap.pin }) });
    } catch (error) {
      const code = codeOf(error);
      if (ends && !isForLater(code)) settled.delete(rideId);
      return code;
    }
    // It waits no longer, and what is known was asked before it: without this the screen would step back until the next answer.
    await queryClient.cancelQueries({ queryKey: currentKey });
    queryClient.setQueryData(currentKey, (data) => data && withTaps(data, [tap]));
    return null;
  };
  const refresh = () => {
    refetch();
    refreshEarnings();
  };
  const words = (result: Extract<TapResult, { is: "refused" }>) => {
    if (result.code === "PIN_WRONG") return t("ride.pinWrong");
    if (result.code === "PIN_REQUIRED") return t("ride.pinRequired");
    if (result.code === "PIN_LOCKED") return t("ride.pinLocked");
    return t(result.code === "NOT_FOUND" || result.code === "ILLEGAL_TRANSITION" ? "late.overtaken" : "ride.failed");
  };
  const { waiting, asked, tap, busy } = useTaps(send, (late, result) => {
    refresh();
    if (result.is !== "refused") return;
    const time = formatTime(late.at, locale);
    const what = t(`late.${late.action}`);
    toast.error(t("late.refused", { what, time, number: late.orderNumber, why: words(result) }), { duration: 20_000 });
  });
  const known = current.data;
  // What would take the ride from the screen is believed once it is answered: a wrong PIN is told where it was typed.
  const believed = useMemo(() => waiting.filter((tap) => tap.id !== asked?.id || !endsRide(tap)), [waiting, asked]);
  const shown = useMemo(() => known && withTaps(known, believed), [known, believed]);

  /** Says what became of a tap that somebody waits for. True: it stands, now or once there is a network. */
  const tellOwn = (result: TapResult, done?: () => void): boolean => {
    refresh();
    if (result.is === "refused") toast.error(words(result));
    else if (result.is === "kept") toast.info(t("late.kept"));
    else done?.();
    return result.is !== "refused";
  };

  return {
    live,
    current,
    /** As the rider has tapped, also where the server has not heard of it yet. */
    shown,
    /** How many of the rider's steps wait for a network. The one that is being told just now does not. */
    waiting: waiting.filter(({ id }) => id !== asked?.id).length,
    answering: answer.isPending ? answer.variables.action : null,
    answer: (action: "accept" | "decline", reason?: DeclineReason) => {
      settle();
      if (!offer) return;
      answer.mutate({ rideId: offer.rideId, offerSeq: offer.offerSeq, action, ...(reason ? { reason } : {}) });
    },
    /** Its time is over and nobody answered. */
    expireOffer: () => {
      if (answer.isPending) return;
      toast.info(t("offer.expired"));
      withoutOffer();
    },
    acting: busy,
    act: async ({ id: rideId, orderNumber }: Ride, action: RideAction) => {
      tellOwn(await tap({ rideId, orderNumber, action }));
    },
    /** Resolves to null when the food is handed over, else to the refusal's code. */
    handOver: async (ride: Ride, pin: string | undefined): Promise<string | null> => {
      // Without a network nobody can say where the phone is: the PIN has to.
      if (pin === undefined && !navigator.onLine) return "PIN_REQUIRED";
      const { id: rideId, orderNumber } = ride;
      const result = await tap({ rideId, orderNumber, action: "delivered", ...(pin === undefined ? {} : { pin }) });
      if (result.is === "refused") {
        refetch();
        return result.code;
      }
      tellOwn(result, () => toast.success(t("ride.done", { amount: formatMoney(ride.pay, locale, { exact: true }) })));
      return null;
    },
    /** Resolves to whether the rider is free of it. */
    giveUp: async ({ id: rideId, orderNumber }: Ride, reason: CantDeliverReason): Promise<boolean> => {
      const result = await tap({ rideId, orderNumber, action: "cantDeliver", reason });
      return tellOwn(result, () => toast.success(t("cant.done")));
    },
  };
}
