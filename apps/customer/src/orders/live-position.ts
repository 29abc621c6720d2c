import type { RiderLocation } from "@tiffin/domain/wire/live";
import type { Order, Track } from "@tiffin/domain/wire/orders";
import type { Fix } from "@tiffin/ui/map/city-map";

/** Minutes from `at` (ms since the epoch, by this device's clock). */
export type Eta = { low: number; high: number; at: number };
/** `carriedSince` says whose it is: see {@link carriedSince}. */
export type LivePosition = { fix: Fix; seq: number; eta: Eta | null; carriedSince: string | null };

/** A phone numbers anew after a restart: then the time alone tells what is newer. */
const newSessionMilliseconds = 5_000;

/**
 * When the order last began to look for the rider who has it now: an order that was taken from one passes through CONFIRMED
 * again, so another rider has another value. Null while nobody has it.
 */
export function carriedSince({ rider, timeline }: Pick<Order, "rider" | "timeline">): string | null {
  return rider === undefined ? null : (timeline.findLast(({ status }) => status === "CONFIRMED")?.at ?? null);
}

/** Where the order's rider is shown: the newest that is known of the one who has it now, of a former one nothing. */
export function shownFix(live: LivePosition | null, { order, rider }: Pick<Track, "order" | "rider">): Fix | null {
  const since = carriedSince(order);
  if (since === null) return null;
  const heard = live?.carriedSince === since ? live.fix : null;
  if (rider === undefined || (heard !== null && heard.recordedAt >= rider.recordedAt)) return heard;
  return { location: rider.location, heading: rider.heading, recordedAt: rider.recordedAt };
}

/**
 * What is shown after a position has come over the channel: it, or what was shown before when it is older and the same
 * rider's.
 */
export function followPosition(
  shown: LivePosition | null,
  message: RiderLocation,
  now: number,
  since: string | null,
): LivePosition {
  const { lat, lng, heading, speed, recordedAt, seq, etaMinutes } = message;
  if (shown !== null && shown.carriedSince === since) {
    const newerBy = Date.parse(recordedAt) - Date.parse(shown.fix.recordedAt);
    if (newerBy <= 0 || (seq <= shown.seq && newerBy < newSessionMilliseconds)) return shown;
  }
  return {
    fix: { location: { lat, lng }, heading, speed: speed ?? null, recordedAt },
    seq,
    eta: etaMinutes ? { ...etaMinutes, at: now } : null,
    carriedSince: since,
  };
}

/** An estimate as it stands by now; null once it has long passed: then nobody knows, and nothing is claimed. */
export function etaNow({ low, high, at }: Eta, now: number): { low: number; high: number } | null {
  const elapsed = Math.max(0, now - at) / 60_000;
  if (elapsed > high + 3) return null;
  const left = (minutes: number) => Math.round(minutes - elapsed);
  const soonest = Math.max(1, left(low));
  return { low: soonest, high: Math.max(soonest + 1, left(high)) };
}
