import type { RiderLocation } from "@tiffin/domain/wire/live";
import type { Fix } from "@tiffin/ui/map/city-map";

/** Minutes from `at` (ms since the epoch, by this device's clock). */
export type Eta = { low: number; high: number; at: number };
export type LivePosition = { fix: Fix; seq: number; eta: Eta | null };

/** A phone numbers anew after a restart, or the order has another rider: then the time alone tells what is newer. */
const newSessionMilliseconds = 5_000;

/** What is shown after a position has come over the channel: it, or what was shown before when it is older. */
export function followPosition(shown: LivePosition | null, message: RiderLocation, now: number): LivePosition {
  const { lat, lng, heading, speed, recordedAt, seq, etaMinutes } = message;
  if (shown !== null) {
    const newerBy = Date.parse(recordedAt) - Date.parse(shown.fix.recordedAt);
    if (newerBy <= 0 || (seq <= shown.seq && newerBy < newSessionMilliseconds)) return shown;
  }
  return {
    fix: { location: { lat, lng }, heading, speed: speed ?? null, recordedAt },
    seq,
    eta: etaMinutes ? { ...etaMinutes, at: now } : null,
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
