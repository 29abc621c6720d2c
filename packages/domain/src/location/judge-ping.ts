import { distanceMeters } from "../geo/distance.ts";
import { isPlausibleLocation, type Location } from "../geo/location.ts";
import { isNearCity, type RidingArea } from "./city-of.ts";
import type { Ping, PING_REJECTIONS } from "../wire/riders.ts";

export type PingRejection = (typeof PING_REJECTIONS)[number];

/** Where a rider was, and when: the part of a ping that the next one is judged against. Times in ms since the epoch. */
export interface Fix extends Location {
  readonly at: number;
}

/** What is remembered of a rider between pings. */
export interface PingMemory {
  readonly last: Fix | null;
  readonly seq: number | null;
  /** A fix that was too far away to believe. A second one beside it shows that it was the earlier ones that were wrong. */
  readonly doubted: Fix | null;
  /** When the phone last sent a fix too vague to be shown, since `last`: it is heard of. ms since the epoch. */
  readonly vagueAt: number | null;
  /** A session of the phone has just begun: it may count from one again, and be anywhere. */
  readonly isNewSession: boolean;
}

export const newPingMemory: PingMemory = { last: null, seq: null, doubted: null, vagueAt: null, isNewSession: true };

export type PingVerdict =
  /** The newest position: to be shown. */
  | { readonly kind: "live"; readonly fix: Fix }
  /** Queued on the phone and sent late: kept in the trail with its own time, not shown. */
  | { readonly kind: "late"; readonly fix: Fix }
  /** Too vague to be shown: kept in the trail. `keepsPlace`: the rider may well be where the last good fix was. */
  | { readonly kind: "vague"; readonly fix: Fix; readonly keepsPlace: boolean }
  /** `fix` where it is kept in the trail all the same, as a hint of fraud; `isJump`: it is far from the one before. */
  | { readonly kind: "rejected"; readonly code: PingRejection; readonly fix?: Fix; readonly isJump?: boolean };

export const PING_RULES = {
  maxFutureMs: 60_000,
  /** Longer than any shift: what a phone still has of the days before says nothing to anybody, and has no partition. */
  maxAgeMs: 48 * 3_600_000,
  /** A live position is at most this old. */
  maxLiveAgeMs: 60_000,
  maxMetersPerSecond: 60,
  /** GPS jitter alone must not look like speed. */
  jitterMeters: 60,
  /**
   * However vague two fixes are, or silent about it, the place changes by this at most without anybody having moved. Who
   * says "within fifty kilometers" would else be anywhere the next moment.
   */
  maxBlurMeters: 250,
  /** Satellites and Wi-Fi say a place within this, also indoors; cell towers, and phones that tell it only roughly, don't. */
  maxShownAccuracyMeters: 200,
  /** For so long a rider whose fixes are all vague is taken to be where the last good one was. */
  keptPlaceMs: 30 * 60_000,
  /** Phones round their clocks: fixes that claim to be closer in time are judged as this far apart. */
  leastSeconds: 3,
  /** A phone whose counter began again (a new session) is believed once its clock has moved on this far. */
  sequenceRestartMs: 5 * 60_000,
} as const;

const anywhere: RidingArea = { home: "", cities: [] };

/** Judges one ping. Pings of a rider come in the order in which they were sent; the memory goes from each to the next. */
export function judgePing(
  ping: Ping,
  memory: PingMemory,
  now: Date,
  area: RidingArea = anywhere,
): { verdict: PingVerdict; memory: PingMemory } {
  const reject = (code: PingRejection, changed: PingMemory = memory) => ({
    verdict: { kind: "rejected", code } as const,
    memory: changed,
  });
  if (!isPlausibleLocation(ping)) return reject("INVALID");
  const at = ping.recordedAt === undefined ? now.getTime() : Date.parse(ping.recordedAt);
  if (Number.isNaN(at)) return reject("INVALID");
  if (at > now.getTime() + PING_RULES.maxFutureMs) return reject("FUTURE");
  if (at < now.getTime() - PING_RULES.maxAgeMs) return reject("TOO_OLD");
  // Before anything is remembered of it: a second such place beside it must not make either believed.
  if (!isNearCity(ping, area)) return reject("OUT_OF_AREA");
  if (isRepeated(ping, at, memory)) return reject("DUPLICATE");

  const fix: Fix = { lat: ping.lat, lng: ping.lng, at };
  const seq = ping.seq ?? (memory.isNewSession ? null : memory.seq);
  if (memory.last !== null && at < memory.last.at)
    return { verdict: { kind: "late", fix }, memory: { ...memory, seq } };
  const isFresh = now.getTime() - at <= PING_RULES.maxLiveAgeMs;
  if (isVague(ping)) {
    if (!isFresh) return { verdict: { kind: "late", fix }, memory: { ...memory, seq } };
    const vagueAt = memory.isNewSession ? null : at;
    return {
      verdict: { kind: "vague", fix, keepsPlace: mayStillBeAt(ping, fix, memory) },
      memory: { ...memory, seq, vagueAt },
    };
  }
  const blur = blurOf(ping);
  const jumps = !memory.isNewSession && isTooFast(memory.last, fix, blur);
  if ((ping.speed ?? 0) > PING_RULES.maxMetersPerSecond) {
    return { verdict: { kind: "rejected", code: "TOO_FAST", fix, isJump: jumps }, memory: { ...memory, seq } };
  }
  if (jumps && (memory.doubted === null || isTooFast(memory.doubted, fix, blur))) {
    const verdict = { kind: "rejected", code: "TOO_FAST", fix, isJump: true } as const;
    return { verdict, memory: { ...memory, seq, doubted: fix } };
  }
  const kind = isFresh ? "live" : "late";
  return { verdict: { kind, fix }, memory: { last: fix, seq, doubted: null, vagueAt: null, isNewSession: false } };
}

/** Whether a fix says too little to be shown to anybody. */
export function isVague({ accuracy }: { readonly accuracy?: number | null | undefined }): boolean {
  return (accuracy ?? 0) > PING_RULES.maxShownAccuracyMeters;
}

function blurOf({ accuracy }: Ping): number {
  if (accuracy === undefined) return PING_RULES.maxBlurMeters;
  return Math.min(PING_RULES.maxBlurMeters, PING_RULES.jitterMeters + 2 * accuracy);
}

/** The last good fix lies within what the vague one says, and is not long ago. */
function mayStillBeAt({ accuracy = 0 }: Ping, vague: Fix, { last, isNewSession }: PingMemory): boolean {
  if (last === null || isNewSession || vague.at - last.at > PING_RULES.keptPlaceMs) return false;
  return distanceMeters(last, vague) <= accuracy + PING_RULES.jitterMeters;
}

function isRepeated(ping: Ping, at: number, { last, seq, isNewSession }: PingMemory): boolean {
  if (ping.seq !== undefined && seq !== null && !isNewSession && ping.seq <= seq) {
    return last === null || at <= last.at + PING_RULES.sequenceRestartMs;
  }
  return ping.seq === undefined && last !== null && at === last.at && ping.lat === last.lat && ping.lng === last.lng;
}

/** `blurMeters`: how far the two fixes may lie apart without anybody having moved. */
function isTooFast(from: Fix | null, to: Fix, blurMeters: number): boolean {
  if (from === null) return false;
  const seconds = Math.max(PING_RULES.leastSeconds, (to.at - from.at) / 1_000);
  return distanceMeters(from, to) > blurMeters + PING_RULES.maxMetersPerSecond * seconds;
}
