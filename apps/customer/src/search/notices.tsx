"use client";

import { Button } from "@tiffin/ui/button";
import { History, MapPin, WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PlacePicker } from "../place/place-picker.tsx";
import { usePlace } from "../place/place-provider.tsx";
import { usePlaceName } from "../place/use-place-name.ts";
import { useLocate } from "../place/use-locate.ts";
import { useSearchState } from "./use-search-state.ts";

/** Search is away and the answer is an earlier one: quietly said, since most of it still holds. */
export function StaleNotice() {
  const t = useTranslations("search");
  return (
    <p role="status" className="flex items-center gap-2 rounded-xl bg-sunken px-4 py-3 text-sm text-ink-soft">
      <History aria-hidden className="size-4 shrink-0" />
      {t("stale")}
    </p>
  );
}

/** The answer to what was last asked can't come just now: the list is still the one before. */
export function OfflineNotice() {
  const t = useTranslations("search");
  return (
    <p role="status" className="flex items-center gap-2 rounded-xl bg-sunken px-4 py-3 text-sm text-ink-soft">
      <WifiOff aria-hidden className="size-4 shrink-0" />
      {t("offline")}
    </p>
  );
}

/** Nobody has said where yet: whose kitchens these are, and how to see one's own. */
export function WhereAreYou() {
  const t = useTranslations("place");
  const { place } = usePlace();
  const { locate, locating, refusal } = useLocate();
  const [open, setOpen] = useState(false);
  return (
    <section
      aria-label={t("title")}
      className="flex flex-wrap items-center gap-x-5 gap-y-3 rounded-2xl bg-turmeric-tint px-5 py-4 text-turmeric-ink"
    >
      <div className="min-w-52 flex-1">
        <p className="font-semibold">{t("whereTitle")}</p>
        <p className="text-sm">{place ? t("whereBody", { city: place.label }) : t("whereBodyNoCity")}</p>
        {refusal ? (
          <p role="alert" className="mt-1 text-sm font-semibold">
            {refusal}
          </p>
        ) : null}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" busy={locating} onClick={() => locate()}>
          {t("useLocation")}
        </Button>
        <Button size="sm" tone="outline" onClick={() => setOpen(true)}>
          {t("choose")}
        </Button>
      </div>
      <PlacePicker open={open} onOpenChange={setOpen} />
    </section>
  );
}

/** The search looks around somewhere else than food would go: says so, with both ways to make them one again. */
export function ElsewhereNotice() {
  const t = useTranslations("place");
  const { centre, place, choose } = usePlace();
  const name = usePlaceName(centre?.citySlug ?? null, centre);
  const [, change] = useSearchState();
  if (!centre || !place) return null;
  const label = name ?? t("thisArea");
  return (
    <section
      aria-label={t("elsewhereTitle")}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-2xl bg-sky-tint px-5 py-3"
    >
      <p className="flex min-w-52 flex-1 items-center gap-2.5 text-sm">
        <MapPin aria-hidden className="size-5 shrink-0 text-sky" />
        <span>{t("elsewhere", { area: label, place: place.label })}</span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" tone="outline" onClick={() => change({ at: null })}>
          {t("backTo", { place: place.label })}
        </Button>
        <Button
          size="sm"
          tone="ghost"
          onClick={() => choose({ label, lat: centre.lat, lng: centre.lng, addressId: null })}
        >
          {t("deliverThere")}
        </Button>
      </div>
    </section>
  );
}
