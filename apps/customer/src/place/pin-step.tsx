"use client";

import { Button } from "@tiffin/ui/button";
import { Sheet } from "@tiffin/ui/dialog";
import { PinMap } from "@tiffin/ui/map/pin-map";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { usePlace } from "./place-provider.tsx";
import type { Point } from "./point.ts";
import { nearestCity } from "./served.ts";
import { usePlaceName } from "./use-place-name.ts";

/** The place by a pin: the map moves under it, by finger, press or arrow keys; the streets say what it is called. */
export function PinStep({ onBack, onDone }: { onBack: () => void; onDone: () => void }) {
  const t = useTranslations("place");
  const { place, cities, choose } = usePlace();
  const drawn = cities.filter((city) => city.hasStreets);
  const own = drawn.find((city) => city.slug === place?.citySlug);
  const city = own ?? (place ? nearestCity(drawn, place)?.city : undefined) ?? drawn[0];
  const [pin, setPin] = useState<Point | null>(own && place ? { lat: place.lat, lng: place.lng } : null);
  const at = pin ?? city?.location ?? null;
  const name = usePlaceName(city?.slug ?? null, at);
  if (!city || !at) return null;
  const position = t("pinAt", { lat: at.lat.toFixed(4), lng: at.lng.toFixed(4) });
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onDone()}
      title={t("pinTitle")}
      description={t("pinHint")}
      footer={
        <div className="flex flex-col gap-3">
          <p className="truncate text-center font-semibold">{name ?? t("pinned")}</p>
          <div className="flex gap-3">
            <Button tone="outline" onClick={onBack}>
              {t("back")}
            </Button>
            <Button
              className="flex-1"
              onClick={() => {
                choose({ label: name ?? t("pinned"), ...at, addressId: null });
                onDone();
              }}
            >
              {t("usePin")}
            </Button>
          </div>
        </div>
      }
    >
      <PinMap
        citySlug={city.slug}
        value={at}
        onChange={setPin}
        alternative={name ? t("pinAtName", { name }) : position}
        attribution={city.attribution}
        className="h-[48dvh] rounded-xl"
      />
    </Sheet>
  );
}
