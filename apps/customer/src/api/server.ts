import type { CustomerRouter } from "@tiffin/api/customer/router";
import type { CityWire } from "@tiffin/domain/wire/restaurants";
import { createTRPCClient, httpLink } from "@trpc/client";
import { cache } from "react";
import { env } from "../env.ts";

/** The same router from the server, for what guests may see: first paints and titles. Slow answers are not waited for. */
export const serverApi = cache(() =>
  createTRPCClient<CustomerRouter>({
    links: [
      httpLink({
        url: `${env().GATEWAY_URL}/trpc/customer`,
        fetch: (url, init) =>
          fetch(url, { ...(init as RequestInit), cache: "no-store", signal: AbortSignal.timeout(1_500) }),
      }),
    ],
  }),
);

const citiesKeptMs = 60_000;
let keptCities: { cities: CityWire[]; until: number } | null = null;

/** The cities for the first paint: with them the place is known, and the browser's first question is the search itself. */
export const citiesForPaint = cache(async (now = Date.now()): Promise<CityWire[] | null> => {
  if (keptCities && keptCities.until > now) return keptCities.cities;
  try {
    keptCities = { cities: await serverApi().cities.list.query(), until: now + citiesKeptMs };
    return keptCities.cities;
  } catch {
    return keptCities?.cities ?? null;
  }
});

/** A menu for the first paint; null when it can't be had in time, and the browser asks then. */
export const menuForPaint = cache(async (restaurantId: string) => {
  try {
    return await serverApi().restaurants.menu.query({ id: restaurantId });
  } catch {
    return null;
  }
});
