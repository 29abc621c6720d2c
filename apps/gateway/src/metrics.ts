import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

export interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<"method" | "route" | "status">;
  readonly streams: Gauge;
  readonly points: Counter<"outcome">;
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
    points: new Counter({
      name: "rider_points_total",
      help: "Points of riders, taken and refused",
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
