import { hostname } from "node:os";
import { listCities } from "@tiffin/core/catalog";
import { expireOffers, watchGeofences } from "@tiffin/core/dispatch";
import { createTrailWriter, ensureTrailPartitions, sweepSilentRiders } from "@tiffin/core/location";
import { createRelay, liveSink, riderSheetSink, searchSink, workflowSink, type Relay } from "@tiffin/core/relay";
import { announceIndexChange, indexMissing, indexRestaurants, reindexCity } from "@tiffin/core/search";
import type { WorkflowClient } from "@tiffin/core/workflows";
import { every } from "./every.ts";
import type { Logger } from "./logger.ts";
import type { WorkerMetrics } from "./metrics.ts";
import type { WorkerServices } from "./services.ts";

export interface Jobs {
  readonly relay: Relay;
  /** Rejects when a job can't go on at all (Postgres not set up for replication). */
  readonly failed: Promise<never>;
  /** Lets what is under way finish. */
  stop(): Promise<void>;
}

/** Starts all that runs by itself: the relay, the trail's writer with the geofences, and the sweeps. */
export async function startJobs(
  services: WorkerServices,
  client: WorkflowClient,
  databaseUrl: string,
  metrics: WorkerMetrics,
  log: Logger,
): Promise<Jobs> {
  const { db, redis, realtime, searchEngine } = services;
  const report = (job: string) => (error: unknown) => log.warn({ err: error, job }, "a job failed; it is tried again");
  const cityIds = async () => (await listCities({ db })).map((city) => city.id);
  await ensureTrailPartitions(db, new Date());

  const relay = createRelay({
    db,
    databaseUrl,
    log,
    sinks: [
      workflowSink(client),
      liveSink({ db, realtime }),
      riderSheetSink({ db, redis }),
      searchSink(async (ids) => {
        await indexRestaurants(db, searchEngine, ids);
        await announceIndexChange(redis, await cityIds());
      }),
    ],
    async onFreshSlot() {
      for (const cityId of await cityIds()) await reindexCity(db, searchEngine, cityId);
      log.info("the search index was made anew");
    },
  });
  const failed = new Promise<never>((_, reject) => {
    relay.run().catch(reject);
  });
  // Whoever awaits it hears of it; nobody must not end the process by accident.
  failed.catch(() => {});

  // An engine that was set up anew knows nothing of what the relay delivered to another one.
  indexMissing(db, searchEngine).then((found) => {
    if (found > 0) log.info({ restaurants: found }, "restaurants that the search index lacked were added");
  }, report("index"));

  const trail = createTrailWriter({
    db,
    redis,
    consumer: `${hostname()}-${process.pid}`,
    cityIds,
    async onPoints(points) {
      await watchGeofences(services, points, new Date()).catch(report("geofences"));
    },
    onError: report("trail"),
    onWritten: (points) => metrics.trailPoints.inc(points),
  });
  void trail.run();

  const sweeps = [
    every(
      5_000,
      async () => {
        for (const cityId of await cityIds()) await sweepSilentRiders(redis, cityId, new Date());
      },
      report("silent-riders"),
    ),
    every(2_000, () => expireOffers(services, new Date()), report("offers")),
  ];

  return {
    relay,
    failed,
    async stop() {
      await Promise.all([relay.stop(), trail.stop(), ...sweeps.map((sweep) => sweep.stop())]);
    },
  };
}
