import type { Database } from "@tiffin/db/client";
import { DomainError } from "@tiffin/domain/errors";
import { rideEta } from "@tiffin/domain/eta/ride";
import { judgePing, type Fix, type PingMemory } from "@tiffin/domain/location/judge-ping";
import { nextPingSeconds } from "@tiffin/domain/location/ping-policy";
import { suspicionsOf, TRAIL_FLAGS } from "@tiffin/domain/location/trail-flags";
import { MAX_PINGS_PER_BATCH, pingSchema, type Ping, type PingAnswer } from "@tiffin/domain/wire/riders";
import type { RedisClient } from "../redis/index.ts";
import type { PositionFeed } from "./position-feed.ts";
import { readRiders, writePings, type RiderMemory, type RiderWrite } from "./rider-memory.ts";
import type { TrailPoint } from "./trail-entry.ts";

export interface LocationIngestServices {
  readonly db: Database;
  readonly redis: RedisClient;
  readonly feed: PositionFeed;
}

export interface LocationIngest {
  /**
   * Takes a rider's points, oldest first, as they came over the wire (each is validated by itself). Answers once they
   * are in Redis.
   *
   * @throws DomainError NOT_FOUND when the caller is no rider, PAYLOAD_TOO_LARGE beyond 500 points, UNAVAILABLE while
   * Redis is away.
   */
  ingest(riderId: string, points: readonly unknown[], now: Date): Promise<PingAnswer>;
  /** Waits for what has been taken. */
  close(): Promise<void>;
}

interface Job {
  readonly riderId: string;
  readonly points: readonly unknown[];
  readonly now: Date;
  readonly resolve: (answer: PingAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The path of a ping. Pings of all connections of this process are gathered for a few milliseconds, then cost two round
 * trips to Redis together: one that reads the riders, one that writes positions and trail. Postgres is asked only for a
 * rider whom Redis does not know.
 */
export function createLocationIngest(
  services: LocationIngestServices,
  options: { gatherMs?: number } = {},
): LocationIngest {
  let gathered: Job[] = [];
  let timer: NodeJS.Timeout | null = null;
  // One batch after the other: the next one must see what this one wrote.
  let running: Promise<void> = Promise.resolve();

  const flush = () => {
    timer = null;
    const jobs = gathered;
    gathered = [];
    running = running.then(() => runJobs(services, jobs));
  };

  return {
    ingest(riderId, points, now) {
      if (points.length > MAX_PINGS_PER_BATCH) {
        return Promise.reject(
          new DomainError("PAYLOAD_TOO_LARGE", `At most ${MAX_PINGS_PER_BATCH} points at once; send the rest after.`),
        );
      }
      return new Promise((resolve, reject) => {
        gathered.push({ riderId, points, now, resolve, reject });
        timer ??= setTimeout(flush, options.gatherMs ?? 3);
      });
    },
    async close() {
      if (timer !== null) {
        clearTimeout(timer);
        flush();
      }
      await running;
    },
  };
}

async function runJobs(services: LocationIngestServices, jobs: readonly Job[]): Promise<void> {
  try {
    const memories = await readRiders(services, [...new Set(jobs.map((job) => job.riderId))]);
    const writes = new Map<string, RiderWrite>();
    const answers: (() => void)[] = [];
    for (const job of jobs) {
      const rider = memories.get(job.riderId);
      if (rider === undefined) {
        job.reject(new DomainError("NOT_FOUND", "No such rider."));
        continue;
      }
      const taken = takePoints(rider, job);
      memories.set(job.riderId, taken.rider);
      const earlier = writes.get(job.riderId);
      writes.set(job.riderId, {
        rider: taken.rider,
        live: taken.live ?? earlier?.live ?? null,
        trail: [...(earlier?.trail ?? []), ...taken.trail],
        now: job.now,
      });
      answers.push(() => job.resolve(taken.answer));
    }
    await writePings(services.redis, [...writes.values()]);
    for (const { rider, live, now } of writes.values()) if (live !== null) show(services.feed, rider, live, now);
    for (const answer of answers) answer();
  } catch (cause) {
    const error =
      cause instanceof DomainError
        ? cause
        : new DomainError("UNAVAILABLE", "Positions can't be taken just now.", { retryAfterSeconds: 2, cause });
    for (const job of jobs) job.reject(error);
  }
}

export interface LivePoint {
  readonly fix: Fix;
  readonly heading: number | null;
  readonly speed: number | null;
  readonly seq: number;
}

function takePoints(
  rider: RiderMemory,
  { riderId, points, now }: Job,
): { rider: RiderMemory; live: LivePoint | null; trail: TrailPoint[]; answer: PingAnswer } {
  const rejected: { index: number; code: string }[] = [];
  const trail: TrailPoint[] = [];
  let accepted = 0;
  let memory: PingMemory = rider.memory;
  let live: LivePoint | null = null;
  let before = memory.last;
  let speed: number | undefined;
  for (const [index, point] of points.entries()) {
    const parsed = pingSchema.safeParse(point);
    if (!parsed.success || !rider.sheet.online) {
      rejected.push({ index, code: parsed.success ? "OFF_SHIFT" : "INVALID" });
      continue;
    }
    const ping = parsed.data;
    const judged = judgePing(ping, memory, now);
    const previous = memory.last;
    memory = judged.memory;
    if (judged.verdict.kind === "rejected") {
      rejected.push({ index, code: judged.verdict.code });
      const { fix: refused } = judged.verdict;
      if (refused !== undefined) trail.push(trailPoint(riderId, ping, refused, false, TRAIL_FLAGS.teleport, now));
      continue;
    }
    const { fix, kind } = judged.verdict;
    const flags = kind === "live" ? suspicionsOf(ping, fix, previous) : suspicionsOf(ping, fix, null);
    const taken = trailPoint(riderId, ping, fix, kind === "late", flags, now);
    trail.push(taken);
    accepted += 1;
    if (kind === "live") {
      before = previous;
      speed = ping.speed;
      live = { fix, heading: ping.heading ?? null, speed: ping.speed ?? null, seq: taken.seq };
    }
  }
  return {
    rider: { ...rider, memory },
    live,
    trail,
    answer: {
      accepted,
      rejected,
      nextPingSeconds: nextPingSeconds(before, live?.fix ?? null, speed, rider.sheet.rides.length > 0),
    },
  };
}

function trailPoint(riderId: string, ping: Ping, fix: Fix, late: boolean, flags: number, now: Date): TrailPoint {
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
    receivedAt: now.getTime(),
    flags,
  };
}

/** Shows a live position to whoever follows the orders that the rider carries. */
function show(feed: PositionFeed, { sheet }: RiderMemory, { fix, heading, speed, seq }: LivePoint, now: Date): void {
  for (const ride of sheet.rides) {
    const progress = {
      rider: fix,
      restaurant: ride.restaurant,
      dropoff: ride.dropoff,
      pickedUp: ride.status === "PICKED_UP" || ride.status === "AT_CUSTOMER",
      readyAt: ride.readyAt === null ? null : new Date(ride.readyAt),
    };
    feed.publish(ride.orderId, {
      lat: fix.lat,
      lng: fix.lng,
      heading,
      speed,
      recordedAt: new Date(fix.at).toISOString(),
      seq,
      etaMinutes: rideEta(progress, now),
    });
  }
}
