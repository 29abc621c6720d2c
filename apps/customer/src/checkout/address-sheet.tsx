"use client";

import type { Address } from "@tiffin/domain/wire/orders";
import { Sheet } from "@tiffin/ui/dialog";
import { RadioCard, RadioCards } from "@tiffin/ui/radio-cards";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { AddressIcon } from "../place/address-icon.tsx";

/** The saved addresses, and the way to another. */
export function AddressSheet({
  open,
  addresses,
  value,
  onPick,
  onAdd,
  onClose,
}: {
  open: boolean;
  addresses: readonly Address[];
  value: string | null;
  onPick: (address: Address) => void;
  onAdd: () => void;
  onClose: () => void;
}) {
  const t = useTranslations("checkout");
  const pick = (id: string) => {
    const address = addresses.find((one) => one.id === id);
    if (address) onPick(address);
  };
  return (
    <Sheet open={open} onOpenChange={(next) => !next && onClose()} title={t("address")}>
      <div className="flex flex-col gap-2">
        <RadioCards label={t("address")} value={value} onChange={pick}>
          {addresses.map((address) => (
            // The one that is chosen may be pressed, too: that is how one says "this one".
            <RadioCard
              key={address.id}
              value={address.id}
              className="items-start"
              onClick={() => address.id === value && onClose()}
            >
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
          onClick={onAdd}
          className="flex min-h-14 items-center gap-3 rounded-xl border-2 border-dashed px-4 text-sm font-semibold text-leaf-ink transition hover:border-line-strong"
        >
          <Plus aria-hidden className="size-5" />
          {t("addAddress")}
        </button>
      </div>
    </Sheet>
  );
}
