"use client";

import { distanceMeters } from "@tiffin/domain/geo/distance";
import type { CityWire } from "@tiffin/domain/wire/restaurants";
import { writeCookie } from "@tiffin/ui/app/preferences";
import { useSession } from "@tiffin/ui/app/session";
import { useQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { type ReactNode, createContext, use, useCallback, useMemo, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { type Place, placeCookie, writePlace } from "./place.ts";
import { type Point, parseAsPoint, rounded } from "./point.ts";
import { citySlugNear } from "./served.ts";

/** A link's point is rounded: within this it means one's own place. */
const samePlaceMeters = 150;

export type SearchCentre = Point & { citySlug: string | null };

type PlaceContext = {
  /** Where food would be delivered. Null only while the cities are being fetched for a guest who has chosen nothing. */
  place: Place | null;
  /** Whether it is the person's own place; else it is the middle of the first city. */
  chosen: boolean;
  /** Nothing was chosen, and nothing more is to come that would choose. */
  undecided: boolean;
  /** The middle of the search: the place, unless a link or the map leads elsewhere. */
  centre: SearchCentre | null;
  /** The search looks around another place than food would be delivered to. */
  elsewhere: boolean;
  cities: readonly CityWire[];
  citiesKnown: boolean;
  citiesFailed: boolean;
  retryCities: () => void;
  choose: (place: Omit<Place, "citySlug">) => void;
};

const Context = createContext<PlaceContext | null>(null);

export function PlaceProvider({
  initial,
  initialCities,
  children,
}: {
  initial: Place | null;
  initialCities: CityWire[] | null;
  children: ReactNode;
}) {
  const trpc = useTRPC();
  const [chosen, setChosen] = useState(initial);
  const [at, setAt] = useQueryState("at", parseAsPoint);
  const { data, isError, refetch } = useQuery(
    trpc.cities.list.queryOptions(undefined, {
      staleTime: 60 * 60_000,
      ...(initialCities ? { initialData: initialCities } : {}),
    }),
  );
  const cities = useMemo(() => data ?? [], [data]);
  const { signedIn } = useSession();
  const asksForAddresses = signedIn && chosen === null;
  const addresses = useQuery(
    trpc.addresses.list.queryOptions(undefined, { enabled: asksForAddresses, staleTime: 60_000 }),
  );
  const saved = signedIn ? addresses.data?.[0] : undefined;
  const undecided = chosen === null && saved === undefined && !(asksForAddresses && addresses.isPending);

  const choose = useCallback(
    (next: Omit<Place, "citySlug">) => {
      const place = { ...next, citySlug: citySlugNear(cities, next) };
      setChosen(place);
      writeCookie(placeCookie, writePlace(place));
      // What stands in the address bar goes along, so that the link stays true.
      void setAt((now) => (now ? rounded(place) : null));
    },
    [cities, setAt],
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
    const place = completed ?? byDefault;
    const elsewhere = at !== null && (place === null || distanceMeters(at, place) > samePlaceMeters);
    return {
      place,
      chosen: chosen !== null || saved !== undefined,
      undecided,
      centre: elsewhere ? { ...at, citySlug: citySlugNear(cities, at) } : place,
      elsewhere: elsewhere && place !== null,
      cities,
      citiesKnown: data !== undefined,
      citiesFailed: isError,
      retryCities: () => void refetch(),
      choose,
    };
  }, [at, choose, chosen, cities, data, isError, refetch, saved, undecided]);

  return <Context value={value}>{children}</Context>;
}

export function usePlace(): PlaceContext {
  const place = use(Context);
  if (!place) throw new Error("usePlace stands outside PlaceProvider");
  return place;
}
