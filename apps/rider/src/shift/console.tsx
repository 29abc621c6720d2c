"use client";

import type { CurrentRides, RiderHome } from "@tiffin/domain/wire/riders";
import { codeOf, traceIdOf } from "@tiffin/ui/app/api";
import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { ErrorState } from "@tiffin/ui/error-state";
import { formatDistance } from "@tiffin/ui/lib/format";
import { CityMap, type Stop } from "@tiffin/ui/map/city-map";
import { Skeleton } from "@tiffin/ui/skeleton";
import { SpotArt } from "@tiffin/ui/spot-art";
import { CloudUpload } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { offerKeyOf } from "../rides/gone.ts";
import { OfferCard } from "../rides/offer-card.tsx";
import { RidePanel } from "../rides/ride-panel.tsx";
import { LocationTrouble, SharingChip, SharingHints } from "./location-status.tsx";
import { NotARider } from "./not-a-rider.tsx";
import { ShiftPanel } from "./shift-panel.tsx";
import { useShift } from "./shift-provider.tsx";

/** The sheet lies over the map's lower edge, the chip over its upper one; a pin stands up from its place. */
const MAP_PADDING = { top: 104, bottom: 72, left: 52, right: 52 };

/** The rider's one screen: the map, and over it the shift, the offer or the ride. */
export function Console() {
  const { home } = useShift();
  if (home.error && codeOf(home.error) === "FORBIDDEN") return <NotARider />;
  const unreachable = home.fetchStatus === "paused" || (home.error !== null && codeOf(home.error) === "NETWORK");
  if (!home.data && unreachable) return <NoNetworkYet onRetry={() => void home.refetch()} />;
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
  const { online, awake, sharing, retryLocation, outlook, rides, changing, change } = useShift();
  const { shown, live, answering, answer, expireOffer, acting, act, handOver, giveUp, waiting } = rides;
  const offer = shown?.offer;
  const [ride, ...following] = shown?.rides ?? [];
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
        stops={stopsOf(shown)}
        route={ride?.route.polyline ?? []}
        rider={
          fix
            ? {
                location: { lat: fix.lat, lng: fix.lng },
                heading: fix.heading ?? null,
                speed: fix.speed ?? null,
                recordedAt: fix.recordedAt,
              }
            : null
        }
        attribution={home.city.attribution}
        padding={MAP_PADDING}
        overlay={online ? <SharingChip outlook={outlook} live={live} sharing={sharing} /> : null}
        className="min-h-[30dvh] flex-1"
      />
      <div className="relative z-10 -mt-5 flex flex-col gap-4 rounded-t-2xl bg-raised p-5 shadow-lift-3 md:mt-0 md:w-105 md:justify-center md:rounded-none">
        {online && (offer || ride) ? <LocationTrouble outlook={outlook} onRetry={retryLocation} /> : null}
        {waiting > 0 ? <WaitingTaps count={waiting} /> : null}
        {offer ? (
          <OfferCard key={offerKeyOf(offer)} offer={offer} busy={answering} onAnswer={answer} onEnd={expireOffer} />
        ) : ride ? (
          <RidePanel
            key={ride.id}
            ride={ride}
            following={following}
            busy={acting}
            onAction={(action) => void act(ride, action)}
            onHandOver={(pin) => handOver(ride, pin)}
            onGiveUp={(reason) => giveUp(ride, reason)}
          />
        ) : (
          <ShiftPanel
            online={online}
            outlook={outlook}
            queued={sharing.queued}
            busy={changing}
            onChange={change}
            onRetryLocation={retryLocation}
          />
        )}
        {online && !offer ? <SharingHints sharing={sharing} awake={awake} /> : null}
      </div>
    </div>
  );
}

/** Said, but not heard yet: nothing is lost, and the rider can go on. */
function WaitingTaps({ count }: { count: number }) {
  const t = useTranslations("late");
  return (
    <p
      role="status"
      className="flex items-center gap-3 rounded-xl bg-sky-tint px-4 py-2.5 text-sm font-semibold text-sky"
    >
      <CloudUpload aria-hidden className="size-5 shrink-0" />
      {t("waiting", { count })}
    </p>
  );
}

/** An offer shows all its stops. A ride shows where it goes next, so that the map can come as near as possible. */
function stopsOf(current: CurrentRides | undefined): Stop[] {
  const ride = current?.rides[0];
  if (current?.offer) {
    return current.offer.stops.map(({ kind, rideIds, location, name, line1 }) => ({
      id: `${kind}-${rideIds.join("-")}`,
      kind: kind === "pickup" ? "restaurant" : "home",
      location,
      label: kind === "pickup" ? name : line1,
    }));
  }
  if (!ride) return [];
  const { restaurant: from, dropoff: to } = ride;
  const restaurant: Stop = { id: "restaurant", kind: "restaurant", location: from.location, label: from.name };
  const home: Stop = { id: "home", kind: "home", location: to.location, label: to.line1 };
  if (ride.status === "AT_RESTAURANT") return [restaurant, home];
  return ride.status === "ASSIGNED" ? [restaurant] : [home];
}

/** Opened without network: the shell stands, what belongs into it comes with the connection. */
function NoNetworkYet({ onRetry }: { onRetry: () => void }) {
  const t = useTranslations("shift");
  return (
    <EmptyState
      className="flex-1 justify-center"
      art={<SpotArt kind="sleeping" />}
      title={t("offlineTitle")}
      action={<Button onClick={onRetry}>{t("retryLocation")}</Button>}
    >
      {t("offlineBody")}
    </EmptyState>
  );
}

function ConsoleSkeleton() {
  return (
    <div className="flex flex-1 flex-col md:flex-row-reverse">
      <Skeleton className="min-h-[30dvh] flex-1 rounded-none" />
      <div className="flex flex-col gap-4 bg-raised p-5 md:w-105 md:justify-center">
        <Skeleton className="h-8 w-2/3" />
        <Skeleton className="h-5 w-full" />
        <Skeleton className="h-16 w-full rounded-full" />
      </div>
    </div>
  );
}
