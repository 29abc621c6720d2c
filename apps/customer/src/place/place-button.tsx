"use client";

import { ChevronDown, MapPin } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PlacePicker } from "./place-picker.tsx";
import { usePlace } from "./place-provider.tsx";

/** "Deliver to Home ▾": says which place is meant, and opens the ways to say another. */
export function PlaceButton() {
  const t = useTranslations("place");
  const { place, chosen, citiesKnown } = usePlace();
  const notServed = citiesKnown && place !== null && place.citySlug === null;
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
        className="group flex min-h-11 min-w-0 items-center gap-2 rounded-lg px-2 py-1 text-left transition hover:bg-sunken"
      >
        <MapPin aria-hidden className="size-5 shrink-0 text-tamarind" />
        <span className="min-w-0">
          <span className="block text-2xs font-semibold text-ink-faint">
            {notServed ? t("noDelivery") : chosen ? t("deliverTo") : t("browsing")}
          </span>
          <span className="flex items-center gap-1">
            <span className="truncate text-sm font-semibold">{place?.label ?? t("choose")}</span>
            <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
          </span>
        </span>
      </button>
      <PlacePicker open={open} onOpenChange={setOpen} />
    </>
  );
}
