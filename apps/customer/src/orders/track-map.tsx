"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { useMediaQuery } from "@tiffin/ui/app/preferences";
import { CityMap, type Fix, type Stop } from "@tiffin/ui/map/city-map";
import { formatTime } from "@tiffin/ui/lib/format";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { useStale } from "./rider-card.tsx";
import { usePlace } from "../place/place-provider.tsx";

const padding = {
  phone: { top: 84, bottom: 76, left: 56, right: 56 },
  /** Nobody likes to look for the rider at a wide picture's edge. */
  desktop: { top: 110, bottom: 76, left: 110, right: 110 },
};
const noRoute: readonly (readonly [number, number])[] = [];

export function TrackMap({
  order,
  rider,
  route,
  eta,
  atDoor,
  street,
  onStreet,
  className,
}: {
  order: Order;
  rider: Fix | null;
  route: readonly (readonly [number, number])[] | undefined;
  eta: { low: number; high: number } | null;
  atDoor: boolean;
  /** Where the rider is by now, as the map knows it. */
  street: string | null;
  onStreet: (name: string | null) => void;
  className?: string;
}) {
  const t = useTranslations("order");
  const { cities } = usePlace();
  const locale = useLocale();
  const isWide = useMediaQuery("(width >= 64rem)");
  const { restaurant, dropoff } = order;
  const onboard = order.status === "PICKED_UP";
  const stops = useMemo<Stop[]>(
    () => [
      { id: "restaurant", kind: "restaurant", location: restaurant.location, label: restaurant.name, passed: onboard },
      { id: "home", kind: "home", location: dropoff.location, label: dropoff.line1 },
    ],
    [restaurant.location, restaurant.name, onboard, dropoff.location, dropoff.line1],
  );
  const stale = useStale(rider?.recordedAt);
  const name = order.rider?.name ?? t("yourRider");
  const on = street ?? "none";
  const place = onboard ? dropoff.line1 : restaurant.name;
  const inWords = () => {
    if (rider === null) return t("mapStops", { restaurant: restaurant.name, home: dropoff.line1 });
    if (atDoor && !stale) return t("mapRiderAtDoor", { rider: name, place: dropoff.line1 });
    if (stale || eta === null)
      return t("mapRiderSeen", { rider: name, time: formatTime(rider.recordedAt, locale), on });
    return t("mapRider", { rider: name, low: eta.low, high: eta.high, place, on });
  };
  return (
    <CityMap
      citySlug={restaurant.citySlug}
      center={restaurant.location}
      stops={stops}
      rider={rider}
      route={route ?? noRoute}
      alternative={inWords()}
      onStreet={onStreet}
      attribution={cities.find((city) => city.slug === restaurant.citySlug)?.attribution ?? null}
      padding={isWide ? padding.desktop : padding.phone}
      className={className}
    />
  );
}
