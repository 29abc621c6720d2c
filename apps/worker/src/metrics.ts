import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Relay } from "@tiffin/core/relay";

export interface WorkerMetrics {
  readonly registry: Registry;
  readonly trailPoints: Counter;
  readonly trailLag: Histogram;
  readonly trailWaiting: Gauge<"city">;
  readonly trailLost: Gauge<"city">;
  /** From commit to where a change belongs; of the sink `search`: until it can be searched. */
  readonly relayLag: Histogram<"sink">;
  readonly documents: Counter<"outcome">;
  readonly pushes: Counter<"outcome">;
  /** From the message's row to its push service. */
  readonly pushLag: Histogram<"kind">;
  /** Makes the relay's state visible; asked at each scrape. */
  watch(relay: Relay): void;
}

export function createMetrics(): WorkerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const trailPoints = new Counter({
    name: "trail_points_written_total",
    help: "Points of riders in Postgres",
    registers,
  });
  const trailLag = new Histogram({
    name: "trail_lag_seconds",
    help: "From a point's arrival at the gateway until it is in Postgres; the oldest of each batch",
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300],
    registers,
  });
  const trailWaiting = new Gauge({
    name: "trail_waiting_entries",
    help: "Batches of points in a city's stream that no writer has read",
    labelNames: ["city"],
    registers,
  });
  const trailLost = new Gauge({
    name: "trail_lost_entries",
    help: "Batches of points that the stream's bound took before they were written, since the stream began",
    labelNames: ["city"],
    registers,
  });
  const relayLag = new Histogram({
    name: "relay_delivery_seconds",
    help: "From a change's commit until its sink has taken it (search: until it can be searched)",
    labelNames: ["sink"],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300],
    registers,
  });
  const documents = new Counter({
    name: "search_documents_total",
    help: "Documents written to the search index, taken out of it, or refused by it",
    labelNames: ["outcome"],
    registers,
  });
  const pushes = new Counter({
    name: "push_messages_total",
    help: "Push messages by what became of them: sent, gone (the browser is no more), refused, expired, or put off (later)",
    labelNames: ["outcome"],
    registers,
  });
  const pushLag = new Histogram({
    name: "push_handover_seconds",
    help: "From a message's row until its push service has taken it",
    labelNames: ["kind"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers,
  });
  return {
    registry,
    trailPoints,
    trailLag,
    trailWaiting,
    trailLost,
    relayLag,
    documents,
    pushes,
    pushLag,
    watch(relay) {
      const gauge = (name: string, help: string, collect: (set: (sink: string, value: number) => void) => void) =>
        new Gauge({
          name,
          help,
          labelNames: ["sink"],
          registers,
          collect() {
            collect((sink, value) => this.set({ sink }, value));
          },
        });
      const eachSink =
        (value: "waiting" | "lagSeconds" | "delivered") => (set: (sink: string, value: number) => void) => {
          for (const sink of relay.status(new Date()).sinks) set(sink.name, sink[value]);
        };
      gauge("relay_waiting_changes", "Changes that wait for a sink", eachSink("waiting"));
      gauge("relay_lag_seconds", "Age of the oldest change that waits for a sink", eachSink("lagSeconds"));
      gauge("relay_delivered_changes", "Changes handed over since this process began to lead", eachSink("delivered"));
      const number = (name: string, help: string, read: () => number) =>
        new Gauge({
          name,
          help,
          registers,
          collect() {
            this.set(read());
          },
        });
      number("relay_leader", "1 in the process that reads the WAL", () => (relay.status(new Date()).leader ? 1 : 0));
      number(
        "relay_dead_letters",
        "Changes that a sink refused for good and nobody has dealt with (npm run dead-letters)",
        () => relay.status(new Date()).deadLetters,
      );
      number(
        "relay_slot_lag_bytes",
        "WAL that Postgres keeps for the relay",
        () => relay.status(new Date()).slot?.lagBytes ?? 0,
      );
      number(
        "relay_slot_left_bytes",
        "WAL until Postgres gives the relay's slot up; -1: no bound is set, or this process does not lead",
        () => relay.status(new Date()).slot?.leftBytes ?? -1,
      );
    },
  };
}
