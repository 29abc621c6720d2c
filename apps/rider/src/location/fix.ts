import { bearingDegrees, distanceMeters } from "@tiffin/domain/geo/distance";
import type { MovingFix } from "@tiffin/domain/location/ping-policy";
import type { Ping } from "@tiffin/domain/wire/riders";

/** One position as the phone gave it, numbered so that the server can drop what comes twice or out of order. */
export interface Fix extends Ping {
  readonly recordedAt: string;
  readonly seq: number;
}

/**
 * A browser's position as a ping. Phones report a heading and speed of null or NaN while they stand.
 * `clockOffset`: what must be added to this phone's clock to be right, in ms.
 */
export function fixFrom(position: GeolocationPosition, seq: number, clockOffset = 0): Fix {
  const { latitude, longitude, accuracy, heading, speed } = position.coords;
  return {
    lat: latitude,
    lng: longitude,
    accuracy: Math.min(100_000, Math.max(0, accuracy)),
    ...(heading !== null && Number.isFinite(heading) ? { heading: ((heading % 360) + 360) % 360 } : {}),
    ...(speed !== null && Number.isFinite(speed) && speed >= 0 && speed <= 200 ? { speed } : {}),
    recordedAt: new Date(position.timestamp + clockOffset).toISOString(),
    seq,
  };
}

/** Between two fixes farther apart than this in time nobody knows how the rider went. */
const LONGEST_STEP_SECONDS = 12;
/** A two-wheeler in a town; what is quicker is a phone that has just found out where it is. */
const BELIEVABLE_METERS_PER_SECOND = 25;

/** With the heading and the speed that the phone left out, as far as the way from the fix before tells them. */
export function withMotion(fix: Fix, before: Fix | null): Fix {
  if (before === null || (fix.speed !== undefined && fix.heading !== undefined)) return fix;
  const seconds = (Date.parse(fix.recordedAt) - Date.parse(before.recordedAt)) / 1_000;
  const meters = distanceMeters(before, fix);
  const error = Math.max(5, Math.min(fix.accuracy ?? 5, before.accuracy ?? 5));
  if (seconds < 0.5 || seconds > LONGEST_STEP_SECONDS || meters < error) return fix;
  const speed = fix.speed ?? meters / seconds;
  if (speed > BELIEVABLE_METERS_PER_SECOND) return fix;
  return { ...fix, speed, heading: fix.heading ?? bearingDegrees(before, fix) };
}

/** The newest position said once more, now: the rider is still there. How they moved then says nothing about now. */
export function stillHere(fix: Fix, seq: number, now: number): Fix {
  const { lat, lng, accuracy } = fix;
  return {
    lat,
    lng,
    ...(accuracy === undefined ? {} : { accuracy }),
    speed: 0,
    recordedAt: new Date(now).toISOString(),
    seq,
  };
}

/** In the form in which the rule about sending reads it. */
export const asMoving = ({ lat, lng, heading, speed, accuracy, recordedAt }: Fix): MovingFix => ({
  lat,
  lng,
  at: Date.parse(recordedAt),
  heading: heading ?? null,
  speed: speed ?? null,
  accuracy: accuracy ?? null,
});
