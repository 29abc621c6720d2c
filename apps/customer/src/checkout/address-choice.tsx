"use client";

import type { Address } from "@tiffin/domain/wire/orders";
import { RadioCard, RadioCards } from "@tiffin/ui/radio-cards";
import { Skeleton } from "@tiffin/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { AddressDialog } from "../account/address-dialog.tsx";
import { AddressIcon } from "../place/address-icon.tsx";

export function AddressChoice({
  citySlug,
  value,
  onChange,
}: {
  citySlug: string | null;
  value: string | null;
  onChange: (address: Address) => void;
}) {
  const t = useTranslations("checkout");
  const trpc = useTRPC();
  const [adding, setAdding] = useState(false);
  const { data, isPending } = useQuery(trpc.addresses.list.queryOptions());
  return (
    <div className="flex flex-col gap-2">
      {isPending ? (
        <>
          <Skeleton className="h-16 rounded-xl" />
          <Skeleton className="h-16 rounded-xl" />
        </>
      ) : null}
      <RadioCards
        label={t("address")}
        value={value}
        onChange={(id) => {
          const address = data?.find((one) => one.id === id);
          if (address) onChange(address);
        }}
        className="sm:grid-cols-2"
      >
        {data?.map((address) => (
          <RadioCard key={address.id} value={address.id} className="items-start">
            <AddressIcon label={address.label} className="mt-0.5 size-5 shrink-0 text-leaf-ink" />
            <span className="min-w-0">
              <span className="block text-sm font-semibold">{address.label}</span>
              <span className="line-clamp-2 text-sm text-ink-soft">{address.line1}</span>
            </span>
          </RadioCard>
        ))}
      </RadioCards>
      <button
        type="button"
        onClick={() => setAdding(true)}
        className="flex min-h-13 items-center gap-3 rounded-xl border-2 border-dashed px-4 text-sm font-semibold text-leaf-ink transition hover:border-line-strong hover:bg-surface"
      >
        <Plus aria-hidden className="size-5" />
        {t("addAddress")}
      </button>
      {adding ? (
        <AddressDialog
          citySlug={citySlug}
          onClose={() => setAdding(false)}
          onSaved={(address) => {
            setAdding(false);
            onChange(address);
          }}
        />
      ) : null}
    </div>
  );
}
