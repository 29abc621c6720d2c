"use client";

import type { Address } from "@tiffin/domain/wire/orders";
import { Button } from "@tiffin/ui/button";
import { Sheet } from "@tiffin/ui/dialog";
import { PinMap, PinPreview } from "@tiffin/ui/map/pin-map";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { usePlace } from "../place/place-provider.tsx";
import type { Point } from "../place/point.ts";
import { citySlugNear } from "../place/served.ts";
import { usePlaceName } from "../place/use-place-name.ts";
import { AddressForm } from "./address-form.tsx";
import { useSaveAddress } from "./use-save-address.ts";

/**
 * A new address, or a known one whose pin is moved. First the pin among the streets, which has to be confirmed, since it
 * is the pin that the rider follows; then the words for the door.
 */
export function AddressDialog({
  citySlug,
  replacing,
  onClose,
  onSaved,
}: {
  citySlug: string | null;
  replacing?: Address;
  onClose: () => void;
  onSaved: (address: Address) => void;
}) {
  const t = useTranslations("address");
  const formId = useId();
  const { place, cities } = usePlace();
  const slug = replacing ? citySlugNear(cities, replacing.location) : (citySlug ?? place?.citySlug);
  const city = cities.find((one) => one.slug === slug) ?? cities[0];
  const nearby = place && place.citySlug === city?.slug ? { lat: place.lat, lng: place.lng } : city?.location;
  const [moved, setMoved] = useState<Point | null>(null);
  const pin = moved ?? replacing?.location ?? nearby ?? null;
  const street = usePlaceName(city?.slug ?? null, pin);
  const drawn = city?.hasStreets !== false;
  const [step, setStep] = useState<"pin" | "words">(drawn ? "pin" : "words");
  const save = useSaveAddress({ replacing, onSaved });
  if (!city || !pin) return null;
  const where = street ? t("pinNear", { street }) : t("pinAt", { lat: pin.lat.toFixed(4), lng: pin.lng.toFixed(4) });

  if (step === "pin") {
    return (
      <Sheet
        open
        onOpenChange={(open) => !open && onClose()}
        title={t(replacing ? "moveTitle" : "pinTitle")}
        description={t("pinHint")}
        footer={
          <div className="flex flex-col gap-3">
            <p className="truncate text-center font-semibold">{street ?? where}</p>
            <Button
              size="lg"
              wide
              busy={save.isPending}
              onClick={() => (replacing ? save.save({ ...replacing, location: pin }) : setStep("words"))}
            >
              {t("pinRight")}
            </Button>
            {save.problem ? (
              <p role="alert" className="text-center text-sm text-danger">
                {save.problem}
              </p>
            ) : null}
          </div>
        }
      >
        <PinMap
          citySlug={city.slug}
          value={pin}
          onChange={setMoved}
          alternative={where}
          attribution={city.attribution}
          className="h-[46dvh] rounded-xl border"
        />
      </Sheet>
    );
  }
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      footer={
        <div className="flex gap-3">
          {drawn ? (
            <Button size="lg" tone="outline" onClick={() => setStep("pin")}>
              {t("back")}
            </Button>
          ) : null}
          <Button type="submit" form={formId} size="lg" className="flex-1" busy={save.isPending}>
            {t("save")}
          </Button>
        </div>
      }
    >
      {drawn ? (
        <PinPreview
          citySlug={city.slug}
          value={pin}
          alternative={where}
          attribution={city.attribution}
          className="mb-5 h-32 rounded-xl border"
        />
      ) : null}
      <AddressForm
        id={formId}
        street={street}
        problem={save.problem}
        onSubmit={(words) => save.save({ ...words, location: pin })}
      />
    </Sheet>
  );
}
