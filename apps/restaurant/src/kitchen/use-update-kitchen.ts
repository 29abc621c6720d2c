"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { KitchenHome } from "@tiffin/domain/wire/kitchen";
import { toast } from "@tiffin/ui/toaster";
import { useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";
import { useKitchen } from "./kitchen-context.tsx";

type Update = { acceptingOrders?: boolean; prepMinutes?: number; pauseMinutes?: number };

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
        const { restaurantId, pauseMinutes, ...change } = update as Update & { restaurantId?: string };
        if (restaurantId) patch(restaurantId, { ...change, ...(pauseMinutes ? { acceptingOrders: false } : {}) });
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
    update: (change: Update) => mutation.mutate({ restaurantId: kitchen.id, ...change }),
  };
}
