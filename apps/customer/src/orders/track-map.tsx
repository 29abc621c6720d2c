"use client";

import type { Order } from "@tiffin/domain/wire/orders";
import { CityMap, type Fix, type Stop } from "@tiffin/ui/map/city-map";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { usePlace } from "../place/place-provider.tsx";

const padding = { top: 84, bottom: 64, left: 56, right: 56 };
const noRoute: readonly (readonly [number, number])[] = [];

export function TrackMap({
  order,
  rider,
  route,
  eta,
  className,
}: {
  order: Order;
  rider: Fix | null;
  route: readonly (readonly [number, number])[] | undefined;
  eta: { low: number; high: number } | null;
  className?: string;
}) {
  const t = useTranslations("order");
  const { cities } = usePlace();
  const { restaurant, dropoff } = order;
  const stops = useMemo<Stop[]>(
    () => [
      { id: "restaurant", kind: "restaurant", location: restaurant.location, label: restaurant.name },
      { id: "home", kind: "home", location: dropoff.location, label: dropoff.line1 },
    ],
    [restaurant.location, restaurant.name, dropoff.location, dropoff.line1],
  );
  const alternative = rider
    ? t("mapRider", {
        rider: order.rider?.name ?? t("yourRider"),
        low: eta?.low ?? 0,
        high: eta?.high ?? 0,
        place: order.status === "PICKED_UP" ? dropoff.line1 : restaurant.name,
      })
    : t("mapStops", { restaurant: restaurant.name, home: dropoff.line1 });
  return (
    <CityMap
      citySlug={restaurant.citySlug}
      center={restaurant.location}
      stops={stops}
      rider={rider}
      route={route ?? noRoute}
      alternative={alternative}
      attribution={cities.find((city) => city.slug === restaurant.citySlug)?.attribution ?? null}
      padding={padding}
      className={className}
    />
  );
}
