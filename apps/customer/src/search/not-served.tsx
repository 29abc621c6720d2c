"use client";

import { Button } from "@tiffin/ui/button";
import { EmptyState } from "@tiffin/ui/empty-state";
import { formatDistance } from "@tiffin/ui/lib/format";
import { SpotArt } from "@tiffin/ui/spot-art";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { PlacePicker } from "../place/place-picker.tsx";
import { usePlace } from "../place/place-provider.tsx";
import { nearestCity } from "../place/served.ts";

/** Beyond every city that delivers: honest, with the nearest one as a way to look around. */
export function NotServed() {
  const t = useTranslations("place");
  const locale = useLocale();
  const { centre, cities, choose } = usePlace();
  const [picking, setPicking] = useState(false);
  const nearest = centre ? nearestCity(cities, centre) : null;
  return (
    <>
      <EmptyState
        art={<SpotArt kind="map" />}
        title={t("notServedTitle")}
        action={
          <>
            {nearest ? (
              <Button onClick={() => choose({ label: nearest.city.name, ...nearest.city.location, addressId: null })}>
                {t("lookAround", { city: nearest.city.name })}
              </Button>
            ) : null}
            <Button tone="outline" onClick={() => setPicking(true)}>
              {t("chooseOther")}
            </Button>
          </>
        }
      >
        {nearest
          ? t("notServedNearest", { city: nearest.city.name, distance: formatDistance(nearest.meters, locale) })
          : t("notServedBody")}
      </EmptyState>
      <PlacePicker open={picking} onOpenChange={setPicking} />
    </>
  );
}
