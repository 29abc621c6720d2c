import type { Location, Polyline } from "@tiffin/domain/geo/location";
import { polylineMeters } from "@tiffin/domain/geo/polyline";
import { PING_POLICY, reckonPosition } from "@tiffin/domain/location/ping-policy";
import { placeOnRoute } from "./route-progress.ts";
import { distanceMeters } from "@tiffin/domain/geo/distance";

/** A known position of the rider. */
export type Fix = {
  location: Location;
  /** Degrees clockwise from north. */
  heading: number | null;
  /** Meters a second. */
  speed?: number | null | undefined;
  recordedAt: string;
};

export const isMoving = ({ heading, speed }: Fix): boolean =>
  heading !== null && (speed ?? 0) >= PING_POLICY.stillMetersPerSecond;

/** Where the rider is `milliseconds` after a fix: by the very rule by which the phone decides when to send the next one. */
export function reckon({ location, heading, speed }: Fix, milliseconds: number): Location {
  return reckonPosition({ ...location, at: 0, heading, speed: speed ?? null }, milliseconds);
}

/** Up to here beside the route the marker is on it … */
const onStreetMeters = 18;
/** … and from here on it goes its own way. */
const offStreetMeters = 40;
/** At the end of the route the marker waits: what comes after it nobody knows. */
const endMeters = 4;

export type Coast = { at: Location; /** Nothing more to tell until the next fix. */ done: boolean };

/**
 * The marker between two fixes: on from the last one as the rider was going, held to the route while it runs that way.
 */
export function coast(fix: Fix, milliseconds: number, route: Polyline, sinceMeters: number): Coast {
  const at = reckon(fix, milliseconds);
  const done = milliseconds >= PING_POLICY.horizonMs;
  const place = placeOnRoute(route, at, sinceMeters);
  if (place === null) return { at, done };
  const off = distanceMeters(at, place.location);
  const share = Math.min(1, Math.max(0, (off - onStreetMeters) / (offStreetMeters - onStreetMeters)));
  return {
    at: {
      lat: place.location.lat + (at.lat - place.location.lat) * share,
      lng: place.location.lng + (at.lng - place.location.lng) * share,
    },
    done: done || place.alongMeters > polylineMeters(route) - endMeters,
  };
}
