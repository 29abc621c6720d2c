import type { CustomerRouter } from "@tiffin/api/customer/router";
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

/** A menu for the first paint; null when it can't be had in time, and the browser asks then. */
export const menuForPaint = cache(async (restaurantId: string) => {
  try {
    return await serverApi().restaurants.menu.query({ id: restaurantId });
  } catch {
    return null;
  }
});
