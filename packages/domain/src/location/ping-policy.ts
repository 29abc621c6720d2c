import { destination, distanceMeters, turnDegrees } from "../geo/distance.ts";
import type { Location } from "../geo/location.ts";
import { isVague, type Fix } from "./judge-ping.ts";

/** A fix with the motion that the phone measured with it. Heading in degrees clockwise from north, speed in m/s. */
export interface MovingFix extends Fix {
  readonly heading?: number | null;
  readonly speed?: number | null;
  /** Meters within which the phone is sure to be; absent when it does not say. */
  readonly accuracy?: number | null;
}

export const PING_POLICY = {
  /** How far the rider may be from where a watcher's map shows the marker before a new position goes out. */
  watchedToleranceMeters: 15,
  /** Nobody looks: dispatch chooses by hundreds of meters. */
  unwatchedToleranceMeters: 60,
  /** Phones give about one fix a second; two that come closer together say nothing new. */
  leastGapMs: 900,
  /** Prediction is believed for this long; then the marker waits for news. A moving phone speaks within it. */
  horizonMs: 16_000,
  /** Who stopped is heard of once more this soon: a fence believes two fixes, not one (`geofence`). */
  settledMs: 2_500,
  /** A rider who stands is heard of this often: silent for 45 s counts as gone. */
  stillSilenceMs: 30_000,
  /** Slower than this is standing: GPS reports some speed for a phone on a table. */
  stillMetersPerSecond: 0.8,
  /** Who was at least this fast has really stopped, or really turned: a stroll's heading and speed are noise. */
  ridingMetersPerSecond: 2,
  sharpTurnDegrees: 50,
} as const;

/**
 * Where a rider is at `at` (ms since the epoch), reckoned from the last position sent: straight on at the speed and
 * heading that came with it, for at most {@link PING_POLICY.horizonMs}. The map that shows the rider and the phone that
 * decides whether to send use this same function, so that the phone knows what the map shows.
 */
export function reckonPosition(sent: MovingFix, at: number): Location {
  const { speed, heading } = sent;
  if (!isMoving(sent) || typeof speed !== "number" || typeof heading !== "number") return sent;
  const ms = Math.min(PING_POLICY.horizonMs, Math.max(0, at - sent.at));
  return destination(sent, heading, (speed * ms) / 1_000);
}

export type PingDecision =
  | {
      readonly send: true;
      readonly because: "first" | "astray" | "stopped" | "settled" | "turned" | "clearer" | "silence";
    }
  /** Not now; without a new fix before, `at` (ms since the epoch) is when to send the newest one again. */
  | { readonly send: false; readonly at: number };

/**
 * Whether the phone sends its newest fix: when a map that reckons on from the last one sent would be wrong by more than
 * the tolerance, at once on a stop or a sharp turn (the marker would ride straight on) and when a vague fix became clear,
 * once more when it still stands after a stop, and before the silence grows too long. `before` is what was sent before `sent`.
 * This is a dead-reckoning policy after Wolfson et al., "Updating and Querying Databases that Track Mobile Units" (1999).
 */
export function decidePing(
  sent: MovingFix | null,
  current: MovingFix,
  { watched, before = null }: { readonly watched: boolean; readonly before?: MovingFix | null },
): PingDecision {
  if (sent === null) return { send: true, because: "first" };
  const settles = before !== null && isMoving(before) && !isMoving(sent) && !isMoving(current);
  const silence = settles ? PING_POLICY.settledMs : isMoving(sent) ? PING_POLICY.horizonMs : PING_POLICY.stillSilenceMs;
  const due = sent.at + silence;
  const elapsed = current.at - sent.at;
  if (elapsed >= silence) return { send: true, because: settles ? "settled" : "silence" };
  if (elapsed < PING_POLICY.leastGapMs) return { send: false, at: due };
  // The map shows nothing of a vague fix: near it or not, this one is news.
  if (isVague(sent) && !isVague(current)) return { send: true, because: "clearer" };
  // Who rolled to a stop was slow before, and one slow fix after the other may be noise.
  const isSure = isRiding(sent) || elapsed >= PING_POLICY.settledMs;
  if (isMoving(sent) && isStanding(current) && isSure) return { send: true, because: "stopped" };
  if (hasTurned(sent, current)) return { send: true, because: "turned" };
  const off = distanceMeters(reckonPosition(sent, current.at), current);
  return off > toleranceMeters(current, watched) ? { send: true, because: "astray" } : { send: false, at: due };
}

/** A vague fix says less: what may be its error alone is no reason to send. */
function toleranceMeters({ accuracy }: MovingFix, watched: boolean): number {
  const wanted = watched ? PING_POLICY.watchedToleranceMeters : PING_POLICY.unwatchedToleranceMeters;
  return Math.max(wanted, accuracy ?? 0);
}

function isMoving({ speed }: MovingFix): boolean {
  return (speed ?? 0) >= PING_POLICY.stillMetersPerSecond;
}

function isRiding({ speed }: MovingFix): boolean {
  return (speed ?? 0) >= PING_POLICY.ridingMetersPerSecond;
}

function hasTurned(sent: MovingFix, current: MovingFix): boolean {
  if (!isRiding(sent) || !isRiding(current)) return false;
  if (typeof sent.heading !== "number" || typeof current.heading !== "number") return false;
  return turnDegrees(sent.heading, current.heading) >= PING_POLICY.sharpTurnDegrees;
}

/** Known to stand: a phone that measures no speed does not say so. */
function isStanding({ speed }: MovingFix): boolean {
  return typeof speed === "number" && speed < PING_POLICY.stillMetersPerSecond;
}

/** What the server asks of a phone that does not reckon by itself. Seconds. */
const ASKED_SECONDS = { unknown: 5, still: PING_POLICY.stillSilenceMs / 1_000, riding: 5, watched: 3 } as const;
/** Two fixes closer together than this are one place. */
const MOVED_METERS = 15;

/**
 * How soon the phone should send again, as the server tells it in every answer: a still rider rarely, a moving one often,
 * one who is watched most often. A phone that can tell where the map shows it ({@link decidePing}) need not keep to it.
 */
export function nextPingSeconds(
  before: Fix | null,
  after: Fix | null,
  speed: number | undefined,
  watched: boolean,
): number {
  if (after === null) return ASKED_SECONDS.unknown;
  const moved = before === null || distanceMeters(before, after) > MOVED_METERS;
  if (!moved && (speed ?? 0) < 1) return ASKED_SECONDS.still;
  return watched ? ASKED_SECONDS.watched : ASKED_SECONDS.riding;
}
