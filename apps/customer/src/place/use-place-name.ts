"use client";

import { useQuery } from "@tanstack/react-query";
import { nameOfPlace } from "./place-name.ts";
import type { Point } from "./point.ts";

/** What a point is called by the streets around it; null until that is known, and where nothing is near. */
export function usePlaceName(citySlug: string | null, at: Point | null): string | null {
  const key = at ? { lat: Number(at.lat.toFixed(4)), lng: Number(at.lng.toFixed(4)) } : null;
  const { data } = useQuery({
    queryKey: ["place-name", citySlug, key],
    queryFn: () => (key ? nameOfPlace(citySlug, key) : null),
    enabled: key !== null && citySlug !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return data ?? null;
}
