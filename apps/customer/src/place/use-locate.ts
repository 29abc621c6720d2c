"use client";

import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";
import { nameOfPlace } from "./place-name.ts";
import { usePlace } from "./place-provider.tsx";
import { citySlugNear } from "./served.ts";

export type LocationPermission = "unknown" | "prompt" | "granted" | "denied" | "missing";

let permission: LocationPermission = "unknown";
let asked = false;
const listeners = new Set<() => void>();

function followPermission(changed: () => void): () => void {
  listeners.add(changed);
  if (!asked) {
    asked = true;
    const tell = (state: LocationPermission) => {
      permission = state;
      for (const listener of listeners) listener();
    };
    if (!("geolocation" in navigator)) tell("missing");
    else {
      navigator.permissions?.query({ name: "geolocation" }).then(
        (status) => {
          tell(status.state);
          status.addEventListener("change", () => tell(status.state));
        },
        () => undefined,
      );
    }
  }
  return () => void listeners.delete(changed);
}

/** What the browser says about its location, before it is asked for it. Not every browser tells. */
export const useLocationPermission = (): LocationPermission =>
  useSyncExternalStore(
    followPermission,
    () => permission,
    () => "unknown",
  );

/** Asks the browser where it is and goes there. `refusal` says why that was not possible, and what to do instead. */
export function useLocate() {
  const t = useTranslations("place");
  const { cities, choose } = usePlace();
  const [locating, setLocating] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const locate = (onDone?: () => void) => {
    setRefusal(null);
    if (!("geolocation" in navigator)) return setRefusal(t("locationUnavailable"));
    setLocating(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const at = { lat: coords.latitude, lng: coords.longitude };
        const arrive = (name: string | null) => {
          setLocating(false);
          choose({ label: name ?? t("here"), ...at, addressId: null });
          onDone?.();
        };
        // The name is a courtesy: without it the place is as good.
        nameOfPlace(citySlugNear(cities, at), at).then(arrive, () => arrive(null));
      },
      (error) => {
        setLocating(false);
        setRefusal(error.code === error.PERMISSION_DENIED ? t("locationDenied") : t("locationUnavailable"));
      },
      { timeout: 10_000, maximumAge: 120_000, enableHighAccuracy: true },
    );
  };
  return { locate, locating, refusal };
}
