"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { KitchenHours } from "@tiffin/domain/wire/kitchen-hours";
import { toast } from "@tiffin/ui/toaster";
import { useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";

/** A restaurant's week and days off, and what changes them. */
export function useHours(restaurantId: string) {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const key = trpc.hours.get.queryKey({ restaurantId });
  const settled = {
    onSuccess: (hours: KitchenHours) => {
      queryClient.setQueryData(key, hours);
      // Whether it is open may have changed.
      void queryClient.invalidateQueries({ queryKey: trpc.home.queryKey() });
    },
    onError: () => void toast.error(t("failed")),
  };
  return {
    hours: useQuery(trpc.hours.get.queryOptions({ restaurantId })),
    setWeek: useMutation(trpc.hours.setWeek.mutationOptions(settled)),
    closeOn: useMutation(trpc.hours.closeOn.mutationOptions(settled)),
    reopenOn: useMutation(trpc.hours.reopenOn.mutationOptions(settled)),
  };
}
