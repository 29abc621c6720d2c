"use client";

import { Sheet } from "@tiffin/ui/dialog";
import { useSession } from "@tiffin/ui/app/session";
import { useQuery } from "@tanstack/react-query";
import { LocateFixed, LocateOff, MapPinned } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { AddressIcon } from "./address-icon.tsx";
import { CityChoices } from "./city-choices.tsx";
import { PinStep } from "./pin-step.tsx";
import { PlaceChoice, PlaceGroup } from "./place-choice.tsx";
import { usePlace } from "./place-provider.tsx";
import { useLocate, useLocationPermission } from "./use-locate.ts";

/** The ways to say where: the browser's location, a pin, a saved address, a city. */
export function PlacePicker({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("place");
  const [pinning, setPinning] = useState(false);
  const done = () => {
    setPinning(false);
    onOpenChange(false);
  };
  if (pinning) return <PinStep onBack={() => setPinning(false)} onDone={done} />;
  return (
    <Sheet open={open} onOpenChange={(next) => (next ? onOpenChange(true) : done())} title={t("title")}>
      <div className="flex flex-col gap-1">
        <LocationChoice onDone={done} />
        <MapChoice onClick={() => setPinning(true)} />
        <SavedAddresses onDone={done} />
        <CityChoices onDone={done} />
      </div>
    </Sheet>
  );
}

/** The browser's location, with what will happen when it is asked for; when it won't tell, how to change that. */
function LocationChoice({ onDone }: { onDone: () => void }) {
  const t = useTranslations("place");
  const permission = useLocationPermission();
  const { locate, locating, refusal } = useLocate();
  if (permission === "missing") {
    return <p className="px-3 py-2 text-sm text-ink-soft">{t("locationMissing")}</p>;
  }
  const denied = permission === "denied";
  return (
    <>
      <PlaceChoice
        icon={denied ? <LocateOff aria-hidden /> : <LocateFixed aria-hidden />}
        title={locating ? t("locating") : t("useLocation")}
        detail={denied ? t("locationBlocked") : permission === "prompt" ? t("locationAsks") : undefined}
        onClick={() => locate(onDone)}
      />
      {refusal ? (
        <div role="alert" className="mx-3 mb-1 rounded-lg bg-tamarind-tint px-4 py-3 text-sm text-tamarind-ink">
          <p className="font-semibold">{refusal}</p>
          {denied ? <p className="mt-1">{t("locationAllow")}</p> : null}
        </div>
      ) : null}
    </>
  );
}

function MapChoice({ onClick }: { onClick: () => void }) {
  const t = useTranslations("place");
  const { cities } = usePlace();
  if (!cities.some((city) => city.hasStreets)) return null;
  return (
    <PlaceChoice
      icon={<MapPinned aria-hidden />}
      title={t("pickOnMap")}
      detail={t("pickOnMapHint")}
      onClick={onClick}
    />
  );
}

function SavedAddresses({ onDone }: { onDone: () => void }) {
  const t = useTranslations("place");
  const trpc = useTRPC();
  const { signedIn } = useSession();
  const { place, choose } = usePlace();
  const addresses = useQuery(trpc.addresses.list.queryOptions(undefined, { enabled: signedIn }));
  if (!signedIn) {
    const link = (chunks: ReactNode) => (
      <Link href="/login" className="font-semibold text-leaf-ink underline underline-offset-4" onClick={onDone}>
        {chunks}
      </Link>
    );
    return <p className="px-3 py-3 text-sm text-ink-soft">{t.rich("loginForSaved", { link })}</p>;
  }
  return (
    <PlaceGroup title={t("saved")}>
      {addresses.data?.map((address) => (
        <PlaceChoice
          key={address.id}
          icon={<AddressIcon label={address.label} />}
          title={address.label}
          detail={address.line1}
          current={place?.addressId === address.id}
          onClick={() => {
            choose({ label: address.label, ...address.location, addressId: address.id });
            onDone();
          }}
        />
      ))}
      {addresses.data?.length === 0 ? <p className="px-3 py-2 text-sm text-ink-faint">{t("noneSaved")}</p> : null}
      {addresses.isError ? <p className="px-3 py-2 text-sm text-danger">{t("savedFailed")}</p> : null}
    </PlaceGroup>
  );
}
