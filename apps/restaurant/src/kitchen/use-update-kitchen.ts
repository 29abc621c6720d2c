"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Kitchen, KitchenHome, KitchenUpdate } from "@tiffin/domain/wire/kitchen";
import { serverNow } from "@tiffin/ui/lib/server-clock";
import { toast } from "@tiffin/ui/toaster";
import { useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";
import { useKitchen } from "./kitchen-context.tsx";

/** What an update will have changed, as far as this tablet can tell. */
function foreseen({ pauseMinutes, ...said }: KitchenUpdate): Partial<Kitchen> {
  const change = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  if (pauseMinutes !== undefined) {
    const pausedUntil = new Date(serverNow() + pauseMinutes * 60_000).toISOString();
    return { ...change, acceptingOrders: false, pausedUntil };
  }
  return said.acceptingOrders === undefined ? change : { ...change, pausedUntil: null };
}

/** Changes the chosen restaurant; shown at once, and taken back if it is refused. */
export function useUpdateKitchen() {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { kitchen } = useKitchen();
  const homeKey = trpc.home.queryKey();

  const patch = (kitchenId: string, change: Partial<KitchenHome["kitchens"][number]>) =>
    queryClient.setQueryData(
      homeKey,
      (home: KitchenHome | undefined) =>
        home && {
          ...home,
          kitchens: home.kitchens.map((each) => (each.id === kitchenId ? { ...each, ...change } : each)),
        },
    );
  const mutation = useMutation(
    trpc.kitchen.update.mutationOptions({
      onMutate: async (update) => {
        await queryClient.cancelQueries({ queryKey: homeKey });
        const before = queryClient.getQueryData(homeKey);
        const { restaurantId, ...change } = update;
        if (restaurantId) patch(restaurantId, foreseen(change));
        return { before };
      },
      onError: (_error, _update, context) => {
        queryClient.setQueryData(homeKey, context?.before);
        toast.error(t("failed"));
      },
      onSuccess: (updated) => patch(updated.id, updated),
    }),
  );
  return {
    busy: mutation.isPending,
    update: (change: KitchenUpdate) => mutation.mutate({ restaurantId: kitchen.id, ...change }),
  };
}
