"use client";

import { useQuery } from "@tanstack/react-query";
import type { Menu } from "@tiffin/domain/wire/restaurants";
import { useTRPC } from "../api/trpc.tsx";

/** Dishes sell out and kitchens pause while somebody reads. A page that nobody looks at does not ask. */
const POLL_MS = 15_000;

/** A kitchen's menu, kept as it is now for as long as it is on the screen. Without an id nothing is asked for. */
export function useMenu(id: string | undefined, initialMenu: Menu | null = null) {
  return useQuery(
    useTRPC().restaurants.menu.queryOptions(
      { id: id ?? "" },
      {
        enabled: id !== undefined,
        staleTime: 5_000,
        refetchInterval: POLL_MS,
        ...(initialMenu ? { initialData: initialMenu } : {}),
      },
    ),
  );
}
