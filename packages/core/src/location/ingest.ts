import type { Database } from "@tiffin/db/client";
import { DomainError } from "@tiffin/domain/errors";
import { MAX_PINGS_PER_BATCH, type PingAnswer } from "@tiffin/domain/wire/riders";
import type { RedisClient } from "../redis/index.ts";
import { cityAreas } from "./city-areas.ts";
import { knownRiders, type KnownRider } from "./known-riders.ts";
import { spendPoints } from "./point-budget.ts";
import type { PositionFeed } from "./position-feed.ts";
import { lostCities } from "./lost-cities.ts";
import { showPosition } from "./show-position.ts";
import type { CityRoutes } from "./streets/city-routes.ts";
import { RATE_LIMITED_SECONDS, takePoints, type TakenPoints } from "./take-points.ts";
import { writeBatch } from "./write-batch.ts";

export interface LocationIngestServices {
  readonly db: Database;
  readonly redis: RedisClient;
  readonly feed: PositionFeed;
  /** A city's streets as this process has them now; without it arrivals are told by the crow's flight. */
  readonly routesNow?: (cityId: string, now: Date) => CityRoutes;
}

export interface IngestObserver {
  /** A batch is in Redis: so many points, so long from the first one's arrival (ms). */
  onBatch?(points: number, milliseconds: number): void;
  /** Points that were refused, by code. */
  onRefused?(code: string, points: number): void;
  /** Points of one batch. */
  onAccepted?(points: { readonly live: number; readonly late: number; readonly vague: number }): void;
  /** A batch that could not be written. */
  onFailed?(error: unknown): void;
  /** Redis had lost so many riders, who are on the map again. */
  onRestored?(riders: number): void;
}

/** What a rider sent in one message. */
export interface PointsJob {
  readonly riderId: string;
  /** Oldest first, as they came over the wire: each is validated by itself. */
  readonly points: readonly unknown[];
  /** Why nothing of the message can be taken, whoever sent it: this is answered, in its turn. */
  readonly refusal?: DomainError | undefined;
  /** When they came, ms since the epoch. */
  readonly now: number;
  /** Called once, in the order in which a rider's jobs were handed in. */
  readonly settle: (outcome: PingAnswer | DomainError) => void;
}

interface GatheredJob extends PointsJob {
  /** What it takes of the rider's points. */
  readonly cost: number;
}

export interface LocationIngest {
  /**
   * Takes a rider's points; they are settled once they are in Redis. Errors: NOT_FOUND when the caller is no rider,
   * PAYLOAD_TOO_LARGE beyond 500 points, UNAVAILABLE while Redis is away or far behind.
   */
  take(job: PointsJob): void;
  /** The same for one caller who waits. @throws DomainError as above */
  ingest(riderId: string, points: readonly unknown[], now: Date): Promise<PingAnswer>;
  /** Points that were taken and are not in Redis yet. */
  readonly waiting: number;
  /** So many wait that nobody should be read from who has something waiting. */
  readonly isBehind: boolean;
  /** Waits for what has been taken. */
  close(): Promise<void>;
}

/**
 * A batch costs three round trips to Redis however few its points are: a fleet that is not in a hurry shares them. The
 * phones wait for nothing, and the customer's map glides from fix to fix.
 */
const GATHER_MS = 25;
/** Points that one batch takes at most: parsing and judging them holds everything else up. */
const MAX_BATCH_POINTS = 4_000;
/** From here on streams are no longer read while something of theirs waits: the network holds the rest back. */
const BEHIND_POINTS = 10_000;
/** More than this is not held in memory whoever sends it: it is refused, and the phones keep it. */
const MAX_WAITING_POINTS = 100_000;
/** How often Redis is asked whether it still has what was written. */
const RESTORE_EVERY_MS = 5_000;

/**
 * The path of a ping. Points of all connections of this process are gathered for a few milliseconds, and while the batch
 * before is under way; then they cost a few round trips to Redis together: who was changed by others, the cities' maps
 * and trails, and what is remembered of the riders. Postgres is asked only for a rider whom Redis does not know.
 */
export function createLocationIngest(
  services: LocationIngestServices,
  {
    gatherMs = GATHER_MS,
    restoreEveryMs = RESTORE_EVERY_MS,
    observer = {},
  }: { readonly gatherMs?: number; readonly restoreEveryMs?: number; readonly observer?: IngestObserver } = {},
): LocationIngest {
  const riders = knownRiders(services);
  const lost = lostCities(services.redis, riders);
  const areas = cityAreas(services.db);
  let gathered: GatheredJob[] = [];
  let waiting = 0;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;

  function schedule(): void {
    if (timer === null && running === null) timer = setTimeout(flush, gatherMs);
  }

  function flush(): void {
    timer = null;
    // One batch after the other: the next one must see what this one wrote.
    running = runJobs(nextJobs()).finally(() => {
      running = null;
      if (gathered.length > 0) schedule();
    });
  }

  /** In between two batches: what they write is what is put back. */
  function restore(): void {
    if (running !== null) return;
    running = restoreLost().finally(() => {
      running = null;
      if (gathered.length > 0) schedule();
    });
  }

  async function restoreLost(): Promise<void> {
    try {
      const count = await lost.restore(Date.now());
      if (count > 0) observer.onRestored?.(count);
    } catch (error) {
      observer.onFailed?.(error);
    }
  }

  const restoring = setInterval(restore, restoreEveryMs);
  restoring.unref();

  function nextJobs(): GatheredJob[] {
    let points = 0;
    let count = 0;
    while (count < gathered.length && (count === 0 || points + gathered[count]!.points.length <= MAX_BATCH_POINTS)) {
      points += gathered[count]!.points.length;
      count += 1;
    }
    const jobs = gathered.slice(0, count);
    gathered = gathered.slice(count);
    return jobs;
  }

  async function runJobs(jobs: readonly GatheredJob[]): Promise<void> {
    const startedAt = performance.now();
    let outcomes: (PingAnswer | DomainError)[] = [];
    try {
      const taken = await judge(jobs, outcomes);
      const unwritten = await store(taken, Date.now());
      if (unwritten.size > 0) {
        const errors = new Map([...unwritten].map(([{ riderId }, cause]) => [riderId, unavailable(cause)]));
        for (const cause of new Set(unwritten.values())) observer.onFailed?.(cause);
        outcomes = outcomes.map((outcome, index) => errors.get(jobs[index]!.riderId) ?? outcome);
      }
    } catch (cause) {
      observer.onFailed?.(cause);
      const error = unavailable(cause);
      outcomes = jobs.map(() => error);
    }
    let points = 0;
    for (const [index, job] of jobs.entries()) {
      points += job.points.length;
      job.settle(outcomes[index]!);
    }
    waiting -= points;
    observer.onBatch?.(points, performance.now() - startedAt);
  }

  async function judge(
    jobs: readonly GatheredJob[],
    outcomes: (PingAnswer | DomainError)[],
  ): Promise<Map<KnownRider, TakenPoints>> {
    const now = Date.now();
    const [known, cities] = await Promise.all([
      riders.read(
        jobs.map(({ riderId }) => riderId),
        now,
      ),
      areas.read(now),
    ]);
    const batch = new Map<KnownRider, TakenPoints>();
    const points = { live: 0, late: 0, vague: 0 };
    for (const job of jobs) {
      const rider = known.get(job.riderId);
      if (rider === undefined) {
        outcomes.push(new DomainError("NOT_FOUND", "No such rider."));
        continue;
      }
      if (job.refusal !== undefined) {
        outcomes.push(spendPoints(rider.budget, job.now, job.cost) ? job.refusal : tooOften());
        continue;
      }
      const taken = takePoints(rider, job, { before: batch.get(rider), cities, feed: services.feed });
      batch.set(rider, taken);
      outcomes.push(taken.answer);
      for (const { code } of taken.answer.rejected) observer.onRefused?.(code, 1);
      points.live += taken.answer.accepted - taken.late - taken.vague;
      points.late += taken.late;
      points.vague += taken.vague;
    }
    observer.onAccepted?.(points);
    return batch;
  }

  /**
   * First the trail and the maps, then what is remembered: points that were not kept must not look like known ones.
   * Answers whose were not, and why.
   */
  async function store(batch: ReadonlyMap<KnownRider, TakenPoints>, now: number): Promise<Map<KnownRider, Error>> {
    try {
      const unwritten = await writeBatch(services.redis, batch, now);
      riders.forget(unwritten.keys());
      const judged = [...batch]
        .filter(([rider, { isChanged }]) => isChanged && !unwritten.has(rider))
        .map(([rider]) => rider);
      const raced = await riders.write(judged, now);
      for (const [rider, { live }] of batch) {
        // Whose rides were changed in this very moment: the next ping shows it to whom it may.
        const isShown = live !== null && !raced.has(rider) && !unwritten.has(rider);
        if (isShown) showPosition(services, rider.sheet, live, now);
      }
      return unwritten;
    } catch (error) {
      riders.forget(batch.keys());
      throw error;
    }
  }

  function take(sent: PointsJob): void {
    const { points } = sent;
    // Answered in its turn as well, without its points being held until then.
    const job = points.length > MAX_PINGS_PER_BATCH ? { ...sent, points: [], refusal: tooMany() } : sent;
    if (waiting >= MAX_WAITING_POINTS) {
      return job.settle(new DomainError("UNAVAILABLE", "Too many positions wait already.", { retryAfterSeconds: 2 }));
    }
    waiting += job.points.length;
    gathered.push({ ...job, cost: Math.max(1, points.length) });
    schedule();
  }

  return {
    take,
    ingest: (riderId, points, now) =>
      new Promise((resolve, reject) => {
        const settle = (outcome: PingAnswer | DomainError) => {
          if (outcome instanceof DomainError) reject(outcome);
          else resolve(outcome);
        };
        take({ riderId, points, now: now.getTime(), settle });
      }),
    get waiting() {
      return waiting;
    },
    get isBehind() {
      return waiting >= BEHIND_POINTS;
    },
    async close() {
      clearInterval(restoring);
      while (running !== null || gathered.length > 0) {
        if (timer !== null) {
          clearTimeout(timer);
          flush();
        }
        await running;
      }
    },
  };
}

function unavailable(cause: unknown): DomainError {
  return new DomainError("UNAVAILABLE", "Positions can't be taken just now.", { retryAfterSeconds: 2, cause });
}

function tooMany(): DomainError {
  return new DomainError("PAYLOAD_TOO_LARGE", `At most ${MAX_PINGS_PER_BATCH} points at once; send the rest after.`);
}

function tooOften(): DomainError {
  const retryAfterSeconds = RATE_LIMITED_SECONDS;
  return new DomainError("RATE_LIMITED", "Too many positions; wait a little.", { retryAfterSeconds });
}
