"use client";

import { Button } from "@tiffin/ui/button";
import { Sheet } from "@tiffin/ui/dialog";
import { useSession } from "@tiffin/ui/app/session";
import { PinMap } from "@tiffin/ui/map/pin-map";
import { useQuery } from "@tanstack/react-query";
import { Building2, ChevronDown, Check, LocateFixed, MapPin, MapPinned } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useTRPC } from "../api/trpc.tsx";
import { AddressIcon } from "./address-icon.tsx";
import { usePlace } from "./place-provider.tsx";

/** "Deliver to Home ▾": opens the ways to say where. */
export function PlaceButton() {
  const t = useTranslations("place");
  const { place, chosen } = usePlace();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="group flex min-w-0 items-center gap-2 rounded-lg px-2 py-1 text-left transition hover:bg-sunken"
      >
        <MapPin aria-hidden className="size-5 shrink-0 text-tamarind" />
        <span className="min-w-0">
          <span className="block text-2xs font-semibold text-ink-faint">{chosen ? t("deliverTo") : t("browsing")}</span>
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

export function PlacePicker({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("place");
  const trpc = useTRPC();
  const { signedIn } = useSession();
  const { place, cities, choose } = usePlace();
  const addresses = useQuery(trpc.addresses.list.queryOptions(undefined, { enabled: open && signedIn }));
  const [locating, setLocating] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [pin, setPin] = useState<{ lat: number; lng: number } | null>(null);

  const done = () => {
    setPin(null);
    setRefusal(null);
    onOpenChange(false);
  };
  const loginLink = (chunks: ReactNode) => (
    <Link href="/login" className="font-semibold text-leaf-ink underline underline-offset-4" onClick={done}>
      {chunks}
    </Link>
  );
  const locate = () => {
    setRefusal(null);
    if (!("geolocation" in navigator)) return setRefusal(t("locationUnavailable"));
    setLocating(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLocating(false);
        choose({ label: t("here"), lat: coords.latitude, lng: coords.longitude, addressId: null });
        done();
      },
      (error) => {
        setLocating(false);
        setRefusal(error.code === error.PERMISSION_DENIED ? t("locationDenied") : t("locationUnavailable"));
      },
      { timeout: 10_000, maximumAge: 120_000 },
    );
  };

  return (
    <Sheet
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : done())}
      title={pin ? t("pinTitle") : t("title")}
      description={pin ? t("pinHint") : undefined}
      footer={
        pin ? (
          <div className="flex gap-3">
            <Button tone="outline" onClick={() => setPin(null)}>
              {t("back")}
            </Button>
            <Button
              className="flex-1"
              onClick={() => {
                choose({ label: t("pinned"), ...pin, addressId: null });
                done();
              }}
            >
              {t("usePin")}
            </Button>
          </div>
        ) : null
      }
    >
      {pin && place?.citySlug ? (
        <PinMap
          citySlug={place.citySlug}
          value={pin}
          onChange={setPin}
          alternative={t("pinAt", { lat: pin.lat.toFixed(4), lng: pin.lng.toFixed(4) })}
          attribution={cities.find((city) => city.slug === place.citySlug)?.attribution ?? null}
          className="h-[52dvh] rounded-xl"
        />
      ) : (
        <div className="flex flex-col gap-1">
          <Choice
            icon={<LocateFixed aria-hidden />}
            title={locating ? t("locating") : t("useLocation")}
            onClick={locate}
          />
          {place?.citySlug ? (
            <Choice
              icon={<MapPinned aria-hidden />}
              title={t("pickOnMap")}
              onClick={() => setPin({ lat: place.lat, lng: place.lng })}
            />
          ) : null}
          {refusal ? (
            <p role="alert" className="px-3 py-2 text-sm text-danger">
              {refusal}
            </p>
          ) : null}
          {signedIn ? (
            <Group title={t("saved")}>
              {addresses.data?.map((address) => (
                <Choice
                  key={address.id}
                  icon={<AddressIcon label={address.label} />}
                  title={address.label}
                  detail={address.line1}
                  current={place?.addressId === address.id}
                  onClick={() => {
                    choose({ label: address.label, ...address.location, addressId: address.id });
                    done();
                  }}
                />
              ))}
              {addresses.data?.length === 0 ? (
                <p className="px-3 py-2 text-sm text-ink-faint">{t("noneSaved")}</p>
              ) : null}
            </Group>
          ) : (
            <p className="px-3 py-3 text-sm text-ink-soft">
              {t.rich("loginForSaved", {
                link: loginLink,
              })}
            </p>
          )}
          <Group title={t("cities")}>
            {cities.map((city) => (
              <Choice
                key={city.id}
                icon={<Building2 aria-hidden />}
                title={city.name}
                current={place?.addressId === null && place.label === city.name}
                onClick={() => {
                  choose({ label: city.name, ...city.location, addressId: null });
                  done();
                }}
              />
            ))}
          </Group>
        </div>
      )}
    </Sheet>
  );
}

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="mt-3">
    <h3 className="eyebrow px-3 pb-1">{title}</h3>
    {children}
  </section>
);

function Choice({
  icon,
  title,
  detail,
  current,
  onClick,
}: {
  icon: ReactNode;
  title: string;
  detail?: string;
  current?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-current={current ? "location" : undefined}
      className="flex min-h-13 w-full items-center gap-3.5 rounded-lg px-3 py-2 text-left transition hover:bg-sunken [&>svg]:size-5 [&>svg]:shrink-0 [&>svg]:text-leaf-ink"
    >
      {icon}
      <span className="min-w-0 flex-1">
        <span className="block font-semibold">{title}</span>
        {detail ? <span className="block truncate text-sm text-ink-faint">{detail}</span> : null}
      </span>
      {current ? <Check aria-hidden /> : null}
    </button>
  );
}
