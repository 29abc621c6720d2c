import { distanceMeters } from "@tiffin/domain/geo/distance";
import { cityOf, type CityArea } from "@tiffin/domain/location/city-of";
import { judgePing, type Fix } from "@tiffin/domain/location/judge-ping";
import { nextPingSeconds } from "@tiffin/domain/location/ping-policy";
import { provesPlace, suspicionsOf, TRAIL_FLAGS } from "@tiffin/domain/location/trail-flags";
import { readPing } from "@tiffin/domain/location/read-ping";
import type { Ping, PingAnswer } from "@tiffin/domain/wire/riders";
import type { PointsJob } from "./ingest.ts";
import type { KnownRider } from "./known-riders.ts";
import { spendPoints } from "./point-budget.ts";
import type { PositionFeed } from "./position-feed.ts";
import type { TrailPoint } from "./trail-entry.ts";

/** The newest position of a batch, to be shown. */
export interface LivePoint {
  readonly fix: Fix;
  readonly heading: number | null;
  readonly speed: number | null;
  readonly seq: number;
}

/** What a batch does with a rider's points. */
export interface TakenPoints {
  readonly live: LivePoint | null;
  /** Where the rider is on the map from now on: the live position, or the one before it when newer ones are too vague. */
  readonly place: Fix | null;
  readonly trail: readonly TrailPoint[];
  /** Of the last job alone: points that were taken and are not shown. */
  readonly late: number;
  readonly vague: number;
  readonly answer: PingAnswer;
  /** Something has to be remembered. */
  readonly isChanged: boolean;
  /** When the last of them came, ms since the epoch. */
  readonly seenAt: number;
  /** The city whose map the rider left. */
  readonly leftCityId: string | null;
}

/** Where a city is looked for again. */
const CITY_STEP_METERS = 200;
/** Nobody needs to hear of each of five hundred points that are too many. */
export const RATE_LIMITED_SECONDS = 30;

/**
 * Judges the points of one message and changes what is known of the rider accordingly. `before` is what an earlier
 * message of the same batch came to; the two are written as one.
 */
export function takePoints(
  rider: KnownRider,
  { riderId, points, now }: PointsJob,
  given: {
    readonly before: TakenPoints | undefined;
    readonly cities: readonly CityArea[];
    readonly feed: Pick<PositionFeed, "isWatched">;
  },
): TakenPoints {
  const at = new Date(now);
  const area = { home: rider.sheet.cityId, cities: given.cities };
  const rejected: { index: number; code: string }[] = [];
  const trail: TrailPoint[] = [...(given.before?.trail ?? [])];
  const memoryBefore = rider.memory;
  let live: LivePoint | null = null;
  let place: Fix | null = null;
  let before = rider.memory.last;
  let accepted = 0;
  let late = 0;
  let vague = 0;
  // A message without points costs as much as one.
  let isLimited = points.length === 0 && !spendPoints(rider.budget, now);
  for (let index = 0; index < points.length; index += 1) {
    if (!spendPoints(rider.budget, now)) {
      isLimited = true;
      rejected.push({ index, code: "RATE_LIMITED" });
      continue;
    }
    const ping = readPing(points[index]);
    if (ping === null || !rider.sheet.online) {
      rejected.push({ index, code: ping === null ? "INVALID" : "OFF_SHIFT" });
      continue;
    }
    const previous = rider.memory.last;
    const { verdict, memory } = judgePing(ping, rider.memory, at, area);
    rider.memory = memory;
    if (verdict.kind === "rejected") {
      rejected.push({ index, code: verdict.code });
      // Not believed and not shown, but kept for whoever looks for fraud.
      if (verdict.fix !== undefined) {
        const jump = verdict.isJump === true ? TRAIL_FLAGS.teleport : 0;
        const flags = jump | suspicionsOf(ping, verdict.fix, null);
        trail.push(trailPoint(riderId, ping, verdict.fix, { late: false, flags, now }));
      }
      continue;
    }
    const isLate = verdict.kind === "late";
    const flags = suspicionsOf(ping, verdict.fix, verdict.kind === "live" ? previous : null);
    const point = trailPoint(riderId, ping, verdict.fix, { late: isLate, flags, now });
    trail.push(point);
    accepted += 1;
    if (isLate) late += 1;
    else if (verdict.kind === "vague") {
      vague += 1;
      if (!verdict.keepsPlace) continue;
      place = memory.last;
      rider.heardAt = now;
    } else {
      before = previous;
      place = verdict.fix;
      // A map would ride on at a speed that nobody rides at.
      const speed = (flags & TRAIL_FLAGS.speeding) === 0 ? point.speed : null;
      live = { fix: verdict.fix, heading: point.heading, speed, seq: point.seq };
      rider.heading = point.heading;
      rider.isProof = provesPlace(ping, flags);
      rider.heardAt = now;
    }
  }
  const leftCityId = live === null ? null : moveToCity(rider, live.fix, given.cities);
  const isWatched = rider.sheet.rides.some(({ orderId }) => given.feed.isWatched(orderId));
  return {
    live: live ?? given.before?.live ?? null,
    place: place ?? given.before?.place ?? null,
    trail,
    late,
    vague,
    isChanged: rider.memory !== memoryBefore || given.before?.isChanged === true,
    seenAt: now,
    leftCityId: given.before?.leftCityId ?? leftCityId,
    answer: {
      accepted,
      rejected,
      nextPingSeconds: isLimited
        ? RATE_LIMITED_SECONDS
        : nextPingSeconds(before, live?.fix ?? null, live?.speed ?? undefined, isWatched),
    },
  };
}

/** Answers the city that the rider came from, if it is another one now. */
function moveToCity(rider: KnownRider, fix: Fix, cities: readonly CityArea[]): string | null {
  if (rider.judgedAt !== null && distanceMeters(rider.judgedAt, fix) < CITY_STEP_METERS) return null;
  rider.judgedAt = fix;
  const from = rider.cityId;
  rider.cityId = cityOf(fix, { home: rider.sheet.cityId, current: from }, cities);
  return rider.cityId === from ? null : from;
}

function trailPoint(
  riderId: string,
  ping: Ping,
  fix: Fix,
  { late, flags, now }: { readonly late: boolean; readonly flags: number; readonly now: number },
): TrailPoint {
  return {
    riderId,
    recordedAt: fix.at,
    // A phone that does not count its points is counted by its clock, so that the trail's key stays unique.
    seq: ping.seq ?? fix.at,
    lat: fix.lat,
    lng: fix.lng,
    accuracy: ping.accuracy ?? null,
    heading: ping.heading ?? null,
    speed: ping.speed ?? null,
    late,
    receivedAt: now,
    flags,
  };
}
