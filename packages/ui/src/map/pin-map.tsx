"use client";

import type { Location } from "@tiffin/domain/geo/location";
import { CityMap } from "./city-map.tsx";

/** A place is chosen by moving the map under a pin that stands still: with a finger, a mouse, a press on the place, or the arrow keys. */
export function PinMap({
  citySlug,
  value,
  onChange,
  alternative,
  zoom = 16,
  attribution,
  className,
}: {
  citySlug: string;
  value: Location;
  onChange: (location: Location) => void;
  alternative: string;
  zoom?: number;
  attribution?: string | null;
  className?: string | undefined;
}) {
  return (
    <CityMap
      citySlug={citySlug}
      center={value}
      zoom={zoom}
      alternative={alternative}
      attribution={attribution}
      pressCenters
      onCenterChange={(next) => {
        const moved = Math.abs(next.lat - value.lat) > 1e-6 || Math.abs(next.lng - value.lng) > 1e-6;
        if (moved) onChange({ lat: Number(next.lat.toFixed(6)), lng: Number(next.lng.toFixed(6)) });
      }}
      className={className}
      padding={{ top: 0, bottom: 56, left: 0, right: 0 }}
      overlay={<Pin />}
    />
  );
}

/** Where a pin stands, with the streets around it: to be looked at, not moved. */
export function PinPreview({
  citySlug,
  value,
  alternative,
  zoom = 16,
  attribution,
  className,
}: {
  citySlug: string;
  value: Location;
  alternative: string;
  zoom?: number;
  attribution?: string | null;
  className?: string | undefined;
}) {
  return (
    <CityMap
      citySlug={citySlug}
      center={value}
      zoom={zoom}
      alternative={alternative}
      attribution={attribution}
      interactive={false}
      controls={false}
      className={className}
      overlay={<Pin />}
    />
  );
}

const Pin = () => (
  <div aria-hidden className="pointer-events-none absolute inset-0 z-5 flex items-center justify-center">
    <svg viewBox="0 0 40 52" className="w-10 -translate-y-6 drop-shadow-lg">
      <path
        d="M20 51C8 36 2 28 2 19a18 18 0 0 1 36 0c0 9-6 17-18 32z"
        fill="var(--leaf)"
        stroke="var(--on-leaf)"
        strokeWidth="2.5"
      />
      <circle cx="20" cy="19" r="6.5" fill="var(--on-leaf)" />
    </svg>
    <span className="absolute size-2 rounded-full bg-ink/40" />
  </div>
);
