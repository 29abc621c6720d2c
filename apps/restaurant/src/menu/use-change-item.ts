"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { MenuItemUpdate } from "@tiffin/domain/wire/kitchen";
import type { Menu, MenuItem } from "@tiffin/domain/wire/restaurants";
import { toast } from "@tiffin/ui/toaster";
import { useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";

/** Changes a dish of that restaurant; shown at once, and taken back when it is refused. */
export function useChangeItem(restaurantId: string): (change: MenuItemUpdate & { id: string }) => void {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const key = trpc.menu.get.queryKey({ restaurantId });
  const patch = (itemId: string, with_: (item: MenuItem) => MenuItem) =>
    queryClient.setQueryData(
      key,
      (menu: Menu | undefined) =>
        menu && {
          ...menu,
          sections: menu.sections.map((section) => ({
            ...section,
            items: section.items.map((item) => (item.id === itemId ? with_(item) : item)),
          })),
        },
    );
  const mutation = useMutation(
    trpc.menu.updateItem.mutationOptions({
      onMutate: async ({ id, ...update }) => {
        await queryClient.cancelQueries({ queryKey: key });
        const before = queryClient.getQueryData(key);
        patch(id, (item) => foreseen(item, update));
        return { before };
      },
      onError: (_error, _update, context) => {
        queryClient.setQueryData(key, context?.before);
        toast.error(t("failed"));
      },
      onSuccess: (item, { price }) => {
        patch(item.id, () => item);
        if (price !== undefined) toast.success(t("menu.priceChanged", { name: item.name }));
      },
    }),
  );
  return mutation.mutate;
}

/** The dish as it will be. Only the server knows when it opens tomorrow: until it says so, the dish stays as it was. */
function foreseen(item: MenuItem, { available, unavailableUntil, price }: MenuItemUpdate): MenuItem {
  return {
    ...item,
    ...(available === undefined || unavailableUntil === "tomorrow"
      ? {}
      : { available, unavailableUntil: unavailableUntil ?? null }),
    ...(typeof price === "object" ? { price } : {}),
  };
}
