"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { codeOf } from "@tiffin/ui/app/api";
import { useWakeLock } from "@tiffin/ui/lib/use-wake-lock";
import { useOnline } from "@tiffin/ui/offline-banner";
import { toast } from "@tiffin/ui/toaster";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, use, useEffect, useEffectEvent } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { useLocationSharing } from "../location/use-location-sharing.ts";
import { offerKeyOf } from "../rides/gone.ts";
import { usePush } from "@tiffin/ui/push/push-provider";
import { useRides } from "../rides/use-rides.ts";
import { useKeptAnswers } from "../taps/use-kept-answers.ts";
import { outlook } from "./outlook.ts";
import { allowSound } from "./ring.ts";

type ShiftContext = ReturnType<typeof useShiftState>;
const Context = createContext<ShiftContext | null>(null);

/**
 * The shift, for as long as the app is open and on whichever of its pages: positions are shared, offers ring, and a new
 * offer brings its own page to the front.
 */
export function ShiftProvider({ children }: { children: ReactNode }) {
  return <Context value={useShiftState()}>{children}</Context>;
}

export function useShift(): ShiftContext {
  const shift = use(Context);
  if (!shift) throw new Error("useShift stands outside ShiftProvider");
  return shift;
}

function useShiftState() {
  const t = useTranslations("shift");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const path = usePathname();
  const network = useOnline();
  const home = useQuery(trpc.home.queryOptions());
  const online = home.data?.shift.online ?? false;
  const ticket = useMutation(trpc.stream.ticket.mutationOptions());
  const { sharing, retry } = useLocationSharing(online ? (home.data?.id ?? null) : null, () => ticket.mutateAsync());
  const awake = useWakeLock(online);
  const rides = useRides(home.data?.stream, online);
  const keys = { home: trpc.home.queryKey(), current: trpc.rides.current.queryKey() };
  useKeptAnswers(keys, { home: home.data, current: rides.current.data });
  const push = usePush();

  // This page believes that the shift is on, the server does not: the server is right.
  const refetchHome = useEffectEvent(() => void home.refetch());
  useEffect(() => {
    if (sharing.offShift) refetchHome();
  }, [sharing.offShift]);

  const { offer } = rides.current.data ?? {};
  const offerKey = offer ? offerKeyOf(offer) : null;
  const bringToFront = useEffectEvent(() => {
    if (path !== "/") router.push("/");
  });
  useEffect(() => {
    if (offerKey !== null) bringToFront();
  }, [offerKey]);

  const setShift = useMutation(
    trpc.shift.set.mutationOptions({
      onSuccess: (shift) => {
        queryClient.setQueryData(trpc.home.queryKey(), (data) => data && { ...data, shift });
      },
      onError: (error) => toast.error(t(codeOf(error) === "RIDER_BUSY" ? "carryingBlocks" : "failed")),
    }),
  );

  return {
    home,
    online,
    /** The screen is kept on: a phone that sleeps gives no positions. */
    awake,
    sharing,
    retryLocation: retry,
    outlook: outlook({ network, live: rides.live, gps: sharing.gps }),
    rides,
    changing: setShift.isPending,
    change: (next: boolean) => {
      if (next) allowSound();
      // The tap that starts the shift is what the question is about: orders should reach a phone in a pocket, too.
      if (next && push.state === "ask") void push.enable();
      setShift.mutate({ online: next });
    },
    /** Resolves to whether the rider is off shift now; says why when not. */
    end: async (): Promise<boolean> => {
      if (!online) return true;
      return setShift.mutateAsync({ online: false }).then(
        () => true,
        () => false,
      );
    },
  };
}
