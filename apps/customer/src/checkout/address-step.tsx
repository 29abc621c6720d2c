"use client";

import type { Address } from "@tiffin/domain/wire/orders";
import { Button } from "@tiffin/ui/button";
import { PinPreview } from "@tiffin/ui/map/pin-map";
import { Skeleton } from "@tiffin/ui/skeleton";
import { BadgeCheck, MapPinPlus, MapPinned } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode, Ref } from "react";
import { AddressDialog } from "../account/address-dialog.tsx";
import { AddressIcon } from "../place/address-icon.tsx";
import { usePlace } from "../place/place-provider.tsx";
import { citySlugNear } from "../place/served.ts";
import { usePlaceName } from "../place/use-place-name.ts";
import { AddressSheet } from "./address-sheet.tsx";

export type AddressDialogKind = "choose" | "add" | "move";

/** Where it goes: the chosen address with its pin among the streets. Until somebody has said that the pin is right, it asks. */
export function AddressStep({
  restaurantCity,
  addresses,
  address,
  isConfirmed,
  onPick,
  onConfirm,
  travel,
  confirmRef,
  open,
  setOpen,
}: {
  restaurantCity: string;
  addresses: readonly Address[] | undefined;
  address: Address | null;
  isConfirmed: boolean;
  onPick: (address: Address) => void;
  onConfirm: (address: Address) => void;
  /** How far it is, and what that costs. */
  travel: ReactNode;
  confirmRef: Ref<HTMLButtonElement>;
  /** Which of its dialogs stands open. */
  open: AddressDialogKind | null;
  setOpen: (open: AddressDialogKind | null) => void;
}) {
  const t = useTranslations("checkout");
  const saved = (next: Address) => {
    onConfirm(next);
    onPick(next);
    setOpen(null);
  };
  return (
    <section aria-label={t("address")}>
      <div className="flex items-center justify-between gap-3">
        <h2 className="display text-xl">{t("address")}</h2>
        {address ? (
          <Button size="sm" tone="ghost" className="-mr-3 text-leaf-ink" onClick={() => setOpen("choose")}>
            {t("changeAddress")}
          </Button>
        ) : null}
      </div>
      {addresses === undefined ? <Skeleton className="mt-2 h-64 rounded-2xl" /> : null}
      {addresses?.length === 0 ? (
        <button
          type="button"
          onClick={() => setOpen("add")}
          className="mt-2 flex min-h-24 w-full items-center gap-4 rounded-2xl border-2 border-dashed px-5 text-left transition hover:border-line-strong hover:bg-surface"
        >
          <MapPinPlus aria-hidden className="size-7 shrink-0 text-leaf-ink" />
          <span>
            <span className="block font-semibold text-leaf-ink">{t("addAddress")}</span>
            <span className="block text-sm text-ink-soft">{t("addAddressHint")}</span>
          </span>
        </button>
      ) : null}
      {address ? (
        <div className="mt-2 overflow-hidden rounded-2xl border bg-surface">
          <PinPicture address={address} tall={!isConfirmed} />
          <div className="p-4 sm:p-5">
            <p className="flex items-start gap-3">
              <AddressIcon label={address.label} className="mt-0.5 size-5 shrink-0 text-leaf-ink" />
              <span className="min-w-0">
                <span className="block font-semibold">{address.label}</span>
                <span className="block text-sm text-ink-soft">{address.line1}</span>
                {address.notes ? <span className="block text-sm text-ink-faint">{address.notes}</span> : null}
              </span>
            </p>
            {travel ? <div className="mt-2 pl-8 text-sm text-ink-soft">{travel}</div> : null}
            {isConfirmed ? (
              <div className="mt-2 -mb-2 flex flex-wrap items-center justify-between gap-x-4 pl-8">
                <span className="inline-flex items-center gap-1.5 text-sm font-semibold text-leaf-ink">
                  <BadgeCheck aria-hidden className="size-4.5" />
                  {t("pinConfirmed")}
                </span>
                <Button size="sm" tone="ghost" className="-mr-4 text-ink-soft" onClick={() => setOpen("move")}>
                  {t("movePin")}
                </Button>
              </div>
            ) : (
              <div className="mt-4 rounded-xl bg-turmeric-tint p-4">
                <p className="font-semibold text-turmeric-ink">{t("pinQuestion")}</p>
                <p className="mt-0.5 text-sm text-turmeric-ink">{t("pinWhy")}</p>
                <div className="mt-3 flex flex-wrap gap-2">
                  <Button ref={confirmRef} className="flex-1" onClick={() => onConfirm(address)}>
                    {t("pinYes")}
                  </Button>
                  <Button tone="outline" className="flex-1" onClick={() => setOpen("move")}>
                    <MapPinned aria-hidden className="size-4" />
                    {t("movePin")}
                  </Button>
                </div>
              </div>
            )}
          </div>
        </div>
      ) : null}
      <AddressSheet
        open={open === "choose"}
        addresses={addresses ?? []}
        value={address?.id ?? null}
        onClose={() => setOpen(null)}
        onPick={(next) => {
          onPick(next);
          setOpen(null);
        }}
        onAdd={() => setOpen("add")}
      />
      {open === "add" ? (
        <AddressDialog citySlug={restaurantCity} onClose={() => setOpen(null)} onSaved={saved} />
      ) : null}
      {open === "move" && address ? (
        <AddressDialog citySlug={null} replacing={address} onClose={() => setOpen(null)} onSaved={saved} />
      ) : null}
    </section>
  );
}

function PinPicture({ address, tall }: { address: Address; tall: boolean }) {
  const t = useTranslations("checkout");
  const { cities } = usePlace();
  const slug = citySlugNear(cities, address.location);
  const city = cities.find((one) => one.slug === slug);
  const street = usePlaceName(slug, address.location);
  if (!city?.hasStreets) return null;
  return (
    <PinPreview
      citySlug={city.slug}
      value={address.location}
      alternative={t("pinStands", { place: street ?? address.line1 })}
      attribution={city.attribution}
      className={tall ? "h-52" : "h-32"}
    />
  );
}
