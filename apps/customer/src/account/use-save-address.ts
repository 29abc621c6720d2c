"use client";

import type { Address } from "@tiffin/domain/wire/orders";
import { codeOf } from "@tiffin/ui/app/api";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.tsx";

/** Saves an address; one that replaces another takes its place: orders keep the door that they were placed to. */
export function useSaveAddress({
  replacing,
  onSaved,
}: {
  replacing: Address | undefined;
  onSaved: (address: Address) => void;
}) {
  const t = useTranslations("address");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(trpc.addresses.delete.mutationOptions());
  const create = useMutation(
    trpc.addresses.create.mutationOptions({
      async onSuccess(address) {
        // The new one stands; a failure here leaves the old one beside it, and loses nothing.
        if (replacing) await remove.mutateAsync({ id: replacing.id }).catch(() => undefined);
        await queryClient.invalidateQueries({ queryKey: trpc.addresses.list.queryKey() });
        onSaved(address);
      },
    }),
  );
  return {
    save: ({ label, line1, location, notes }: Omit<Address, "id">) =>
      create.mutate({ label, line1, location, ...(notes ? { notes } : {}) }),
    isPending: create.isPending,
    problem: create.isError ? (codeOf(create.error) === "NETWORK" ? t("offline") : t("saveFailed")) : null,
  };
}
