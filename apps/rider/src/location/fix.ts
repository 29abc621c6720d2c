import { bearingDegrees, distanceMeters } from "@tiffin/domain/geo/distance";
import type { Ping } from "@tiffin/domain/wire/riders";

/** One position as the phone gave it, numbered so that the server can drop what comes twice or out of order. */
export interface Fix extends Ping {
  readonly recordedAt: string;
  readonly seq: number;
}

/** A browser's position as a ping. Phones report a heading and speed of null or NaN while they stand. */
export function fixFrom(position: GeolocationPosition, seq: number): Fix {
  const { latitude, longitude, accuracy, heading, speed } = position.coords;
  return {
    lat: latitude,
    lng: longitude,
    accuracy: Math.min(100_000, Math.max(0, accuracy)),
    ...(heading !== null && Number.isFinite(heading) ? { heading: ((heading % 360) + 360) % 360 } : {}),
    ...(speed !== null && Number.isFinite(speed) && speed >= 0 && speed <= 200 ? { speed } : {}),
    recordedAt: new Date(position.timestamp).toISOString(),
    seq,
  };
}

const TURN_DEGREES = 35;
const MOVED_METERS = 12;
const STILL_SPEED = 0.7;

/**
 * Whether a new fix is worth sending now. The server says how often (`nextPingSeconds`); a sharp turn, a stop or a start
 * goes at once, because that is when a marker that glides along a straight line would be wrong.
 */
export function isWorthSending(fix: Fix, lastSent: Fix | null, nextPingSeconds: number): boolean {
  if (lastSent === null) return true;
  const seconds = (Date.parse(fix.recordedAt) - Date.parse(lastSent.recordedAt)) / 1_000;
  if (seconds >= nextPingSeconds) return true;
  if (seconds < 1) return false;
  const moved = distanceMeters(fix, lastSent);
  const wasMoving = (lastSent.speed ?? 0) > STILL_SPEED;
  const isMoving = fix.speed === undefined ? moved > MOVED_METERS : fix.speed > STILL_SPEED;
  if (wasMoving !== isMoving && (wasMoving || moved > MOVED_METERS)) return true;
  return isMoving && moved > MOVED_METERS && turned(fix, lastSent) > TURN_DEGREES;
}

function turned(fix: Fix, lastSent: Fix): number {
  const before = lastSent.heading;
  if (before === undefined) return 0;
  const now = fix.heading ?? bearingDegrees(lastSent, fix);
  const difference = Math.abs(now - before) % 360;
  return difference > 180 ? 360 - difference : difference;
}
