import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Services, ServicesObservers } from "@tiffin/api/services";

export interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<"method" | "route" | "status">;
  readonly streams: Gauge;
  readonly streamsClosed: Counter<"code">;
  readonly points: Counter<"outcome">;
  readonly batchSeconds: Histogram;
  readonly ingestErrors: Counter;
  readonly restored: Counter;
  readonly positions: Counter<"outcome">;
  readonly engineQueries: Counter<"call" | "outcome">;
  readonly engineSeconds: Histogram<"call">;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Histogram({
      name: "http_request_duration_seconds",
      help: "How long answers took, by route and status",
      labelNames: ["method", "route", "status"],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    }),
    streams: new Gauge({ name: "rider_streams_open", help: "Riders' open location streams", registers: [registry] }),
    streamsClosed: new Counter({
      name: "rider_streams_closed_total",
      help: "Riders' location streams that ended, by WebSocket close code",
      labelNames: ["code"],
      registers: [registry],
    }),
    points: new Counter({
      name: "rider_points_total",
      help: "Points of riders: live, late, or the code by which they were refused",
      labelNames: ["outcome"],
      registers: [registry],
    }),
    batchSeconds: new Histogram({
      name: "rider_points_batch_seconds",
      help: "How long a batch of points took to be judged and written to Redis",
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    }),
    ingestErrors: new Counter({
      name: "rider_points_failed_batches_total",
      help: "Batches that Redis did not take; their senders were told to try again",
      registers: [registry],
    }),
    restored: new Counter({
      name: "riders_restored_total",
      help: "Riders who were put back on the map because Redis had lost them",
      registers: [registry],
    }),
    positions: new Counter({
      name: "order_positions_total",
      help: "Positions for orders' channels: sent, replaced by newer ones, unwatched, over with the ride, failed",
      labelNames: ["outcome"],
      registers: [registry],
    }),
    engineQueries: new Counter({
      name: "search_engine_queries_total",
      help: "Questions that the caches could not answer, asked of the search engine",
      labelNames: ["call", "outcome"],
      registers: [registry],
    }),
    engineSeconds: new Histogram({
      name: "search_engine_duration_seconds",
      help: "How long the search engine took to answer",
      labelNames: ["call"],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5],
      registers: [registry],
    }),
  };
}

/** What the services tell, counted. */
export function observersOf(metrics: Metrics): ServicesObservers {
  return {
    onEngineCall(call, outcome, seconds) {
      metrics.engineQueries.inc({ call, outcome });
      metrics.engineSeconds.observe({ call }, seconds);
    },
    ingest: {
      onBatch: (_points, milliseconds) => metrics.batchSeconds.observe(milliseconds / 1_000),
      onAccepted({ live, late, vague }) {
        if (live > 0) metrics.points.inc({ outcome: "live" }, live);
        if (late > 0) metrics.points.inc({ outcome: "late" }, late);
        if (vague > 0) metrics.points.inc({ outcome: "vague" }, vague);
      },
      onRefused: (code, points) => metrics.points.inc({ outcome: code.toLowerCase() }, points),
      onFailed: () => metrics.ingestErrors.inc(),
      onRestored: (riders) => metrics.restored.inc(riders),
    },
    onPosition: (outcome, positions) => metrics.positions.inc({ outcome }, positions),
  };
}

/** What is as it is when somebody looks. */
export function watchGauges({ registry }: Metrics, { location, watchers }: Services): void {
  gauge(registry, "rider_points_waiting", "Points that are not in Redis yet", () => location.waiting);
  const help = "Orders whose channel somebody listens to; -1 while that is not known and positions go to all";
  gauge(registry, "orders_watched", help, () => watchers.count ?? -1);
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  const made: Gauge = new Gauge({ name, help, registers: [registry], collect: () => made.set(read()) });
}
