"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { RiderHome } from "@tiffin/domain/wire/riders";
import { codeOf, traceIdOf } from "@tiffin/ui/app/api";
import { ConnectionDot } from "@tiffin/ui/connection-dot";
import { ErrorState } from "@tiffin/ui/error-state";
import { formatDistance } from "@tiffin/ui/lib/format";
import { useWakeLock } from "@tiffin/ui/lib/use-wake-lock";
import { CityMap } from "@tiffin/ui/map/city-map";
import { Skeleton } from "@tiffin/ui/skeleton";
import { toast } from "@tiffin/ui/toaster";
import { useLocale, useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";
import { useLocationSharing } from "../location/use-location-sharing.ts";

import { OfferCard } from "../rides/offer-card.tsx";
import { RidePanel } from "../rides/ride-panel.tsx";
import { useRides } from "../rides/use-rides.ts";
import { LocationStatus } from "./location-status.tsx";
import { NotARider } from "./not-a-rider.tsx";
import { allowSound } from "./ring.ts";
import { ShiftPanel } from "./shift-panel.tsx";

/** The rider's one screen: the map, and over it the shift, the offer or the ride. */
export function Console() {
  const trpc = useTRPC();
  const home = useQuery(trpc.home.queryOptions());
  if (home.error && codeOf(home.error) === "FORBIDDEN") return <NotARider />;
  if (home.error && !home.data) {
    return (
      <ErrorState traceId={traceIdOf(home.error)} onRetry={() => void home.refetch()} retrying={home.isRefetching} />
    );
  }
  if (!home.data) return <ConsoleSkeleton />;
  return <LoadedConsole home={home.data} />;
}

function LoadedConsole({ home }: { home: RiderHome }) {
  const t = useTranslations();
  const locale = useLocale();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const online = home.shift.online;
  const ticket = useMutation(trpc.stream.ticket.mutationOptions());
  const sharing = useLocationSharing(online, () => ticket.mutateAsync());
  useWakeLock(online);
  const { current, live, answering, answer, dropOffer, acting, act, handOver } = useRides(home.stream, online);
  const setShift = useMutation(
    trpc.shift.set.mutationOptions({
      onSuccess: (shift) => {
        queryClient.setQueryData(trpc.home.queryKey(), (data) => data && { ...data, shift });
      },
      onError: (error) => toast.error(t(codeOf(error) === "RIDER_BUSY" ? "shift.carryingBlocks" : "shift.failed")),
    }),
  );

  const offer = current.data?.offer;
  const [ride, following] = current.data?.rides ?? [];
  const rideAndOffer = ride ?? offer;
  const stops = rideAndOffer
    ? [
        {
          id: "restaurant",
          kind: "restaurant" as const,
          location: rideAndOffer.restaurant.location,
          label: rideAndOffer.restaurant.name,
        },
        {
          id: "home",
          kind: "home" as const,
          location: rideAndOffer.dropoff.location,
          label: rideAndOffer.dropoff.line1,
        },
      ]
    : [];
  const fix = sharing.fix;
  const alternative = ride
    ? t("ride.mapLabel", {
        distance: formatDistance(ride.route.distanceMeters, locale),
        minutes: Math.max(1, Math.round(ride.route.durationSeconds / 60)),
      })
    : home.city.name;

  return (
    <div className="relative flex flex-1 flex-col md:flex-row-reverse">
      <CityMap
        citySlug={home.city.slug}
        alternative={alternative}
        center={fix ?? home.city.location}
        stops={stops}
        route={ride?.route.polyline ?? []}
        rider={
          fix
            ? { location: { lat: fix.lat, lng: fix.lng }, heading: fix.heading ?? null, recordedAt: fix.recordedAt }
            : null
        }
        attribution={home.city.attribution}
        className="min-h-[34dvh] flex-1"
      />
      <div className="relative z-10 -mt-5 flex flex-col gap-4 rounded-t-2xl bg-raised p-5 shadow-lift-3 md:mt-0 md:w-105 md:justify-center md:rounded-none">
        {online ? (
          <div className="flex items-center justify-between gap-3">
            <LocationStatus sharing={sharing} />
            <ConnectionDot state={live} className="shrink-0" />
          </div>
        ) : null}
        {offer ? (
          <OfferCard offer={offer} busy={answering} onAnswer={answer} onEnd={dropOffer} />
        ) : ride ? (
          <RidePanel
            key={ride.id}
            ride={ride}
            following={following}
            busy={acting}
            onAction={(action) => act(ride.id, action)}
            onHandOver={(pin) => handOver(ride.id, pin)}
          />
        ) : (
          <ShiftPanel
            online={online}
            busy={setShift.isPending}
            onChange={(next) => {
              if (next) allowSound();
              setShift.mutate({ online: next });
            }}
          />
        )}
      </div>
    </div>
  );
}

function ConsoleSkeleton() {
  return (
    <div className="flex flex-1 flex-col md:flex-row-reverse">
      <Skeleton className="min-h-[34dvh] flex-1 rounded-none" />
      <div className="flex flex-col gap-4 bg-raised p-5 md:w-105 md:justify-center">
        <Skeleton className="h-8 w-2/3" />
        <Skeleton className="h-5 w-full" />
        <Skeleton className="h-16 w-full rounded-full" />
      </div>
    </div>
  );
}
