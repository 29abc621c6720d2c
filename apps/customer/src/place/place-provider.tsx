"use client";

import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { CityWire } from "@tiffin/domain/wire/restaurants";
import { writeCookie } from "@tiffin/ui/app/preferences";
import { useSession } from "@tiffin/ui/app/session";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, createContext, use, useCallback, useMemo, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { type Place, placeCookie, writePlace } from "./place.ts";

type PlaceContext = {
  /** Null only while the cities are being fetched for a guest who has chosen nothing. */
  place: Place | null;
  /** Whether it is the person's own place; else it is the middle of the first city. */
  chosen: boolean;
  cities: readonly CityWire[];
  citiesFailed: boolean;
  retryCities: () => void;
  choose: (place: Omit<Place, "citySlug">) => void;
};

const Context = createContext<PlaceContext | null>(null);

/** The nearest city's slug; null beyond 60 km of all of them. */
export function citySlugNear(cities: readonly CityWire[], at: { lat: number; lng: number }): string | null {
  const [nearest] = cities
    .map((city) => ({ slug: city.slug, meters: distanceMeters(city.location, at) }))
    .sort((a, b) => a.meters - b.meters);
  return nearest && nearest.meters < 60_000 ? nearest.slug : null;
}

export function PlaceProvider({ initial, children }: { initial: Place | null; children: ReactNode }) {
  const trpc = useTRPC();
  const [chosen, setChosen] = useState(initial);
  const { data, isError, refetch } = useQuery(trpc.cities.list.queryOptions(undefined, { staleTime: 60 * 60_000 }));
  const cities = useMemo(() => data ?? [], [data]);
  const { signedIn } = useSession();
  const addresses = useQuery(
    trpc.addresses.list.queryOptions(undefined, { enabled: signedIn && chosen === null, staleTime: 60_000 }),
  );
  const saved = signedIn ? addresses.data?.[0] : undefined;

  const choose = useCallback(
    (next: Omit<Place, "citySlug">) => {
      const place = { ...next, citySlug: citySlugNear(cities, next) };
      setChosen(place);
      writeCookie(placeCookie, writePlace(place));
    },
    [cities],
  );

  const value = useMemo<PlaceContext>(() => {
    const [city] = cities;
    // Who has an address most likely eats there; a guest looks around from the middle of the first city.
    const byDefault: Place | null = saved
      ? { label: saved.label, ...saved.location, citySlug: citySlugNear(cities, saved.location), addressId: saved.id }
      : city
        ? { label: city.name, lat: city.location.lat, lng: city.location.lng, citySlug: city.slug, addressId: null }
        : null;
    // A cookie that was written before the cities were known has no city yet.
    const completed =
      chosen && chosen.citySlug === null ? { ...chosen, citySlug: citySlugNear(cities, chosen) } : chosen;
    return {
      place: completed ?? byDefault,
      chosen: chosen !== null || saved !== undefined,
      cities,
      citiesFailed: isError,
      retryCities: () => void refetch(),
      choose,
    };
  }, [choose, chosen, cities, isError, refetch, saved]);

  return <Context value={value}>{children}</Context>;
}

export function usePlace(): PlaceContext {
  const place = use(Context);
  if (!place) throw new Error("usePlace stands outside PlaceProvider");
  return place;
}
