import { hostname } from "node:os";
import { listCities, restoreDishes } from "@tiffin/core/catalog";
import {
  cancelUnanswered,
  createCityDispatcher,
  escalateWaiting,
  expireOffers,
  watchGeofences,
} from "@tiffin/core/dispatch";
import { createTrailWriter, ensureTrailPartitions, sweepSilentRiders } from "@tiffin/core/location";
import { startPostman } from "@tiffin/core/push";
import {
  createRelay,
  dispatchSink,
  liveSink,
  offerSink,
  pushSink,
  riderSheetSink,
  workflowSink,
  type Relay,
} from "@tiffin/core/relay";
import type { WorkflowClient } from "@tiffin/core/workflows";
import { formerRiderSink } from "./former-riders.ts";
import { every } from "./every.ts";
import type { Logger } from "./logger.ts";
import type { WorkerMetrics } from "./metrics.ts";
import { searchIndexJob } from "./search-index.ts";
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
  const { db, redis, realtime } = services;
  const report = (job: string) => (error: unknown) => log.warn({ err: error, job }, "a job failed; it is tried again");
  const cityIds = async () => (await listCities({ db })).map((city) => city.id);
  await ensureTrailPartitions(db, new Date());

  const searchIndex = searchIndexJob(services, databaseUrl, metrics, log);
  const postman =
    services.sendPush === null
      ? null
      : startPostman(
          {
            db,
            send: services.sendPush,
            onOutcome: (outcome, kind, lagMs) => {
              metrics.pushes.inc({ outcome });
              if (outcome === "sent") metrics.pushLag.observe({ kind }, Math.max(0, lagMs) / 1_000);
            },
          },
          report("push"),
        );
  const dispatcher = createCityDispatcher(db, services.matcher, report("match"));
  const relay = createRelay({
    db,
    databaseUrl,
    log,
    sinks: [
      dispatchSink(dispatcher),
      workflowSink(client),
      offerSink({ realtime }),
      liveSink({ db, realtime }),
      formerRiderSink({ redis, realtime }),
      riderSheetSink({ db, redis }),
      searchIndex.sink,
      ...(postman === null ? [] : [pushSink({ db }, () => postman.wake())]),
    ],
    onLeading: (leading) => searchIndex.check(leading),
    onDelivered: (sink, lagMs) => metrics.relayLag.observe({ sink }, Math.max(0, lagMs) / 1_000),
  });
  const failed = new Promise<never>((_, reject) => {
    relay.run().catch(reject);
  });
  // Whoever awaits it hears of it; nobody must not end the process by accident.
  failed.catch(() => {});

  const trail = createTrailWriter({
    db,
    redis,
    consumer: `${hostname()}-${process.pid}`,
    cityIds,
    async onPoints(points) {
      await watchGeofences(services, points, new Date()).catch(report("geofences"));
    },
    onError: report("trail"),
    onWritten(points, lagMs) {
      metrics.trailPoints.inc(points);
      metrics.trailLag.observe(Math.max(0, lagMs) / 1_000);
    },
    onBacklog(city, { waiting, lost }) {
      metrics.trailWaiting.set({ city }, waiting);
      metrics.trailLost.set({ city }, lost);
    },
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
    // Those who do not lead would only wait for the one who does.
    every(
      2_000,
      async () => {
        if (relay.status(new Date()).leader) await dispatcher.sweep();
      },
      report("match"),
    ),
    every(5_000, () => escalateWaiting(services, services.settings.dispatch, new Date()), report("escalations")),
    // A tablet counts down to it: the minute's rescue would be late.
    every(5_000, () => cancelUnanswered(services, new Date()), report("unanswered")),
    every(15_000, () => restoreDishes(services, new Date()), report("dishes")),
  ];

  return {
    relay,
    failed,
    async stop() {
      await Promise.all([
        relay.stop(),
        searchIndex.stop(),
        trail.stop(),
        postman?.stop(),
        ...sweeps.map((sweep) => sweep.stop()),
      ]);
    },
  };
}
