import path from "node:path";
import postgres from "postgres";
import { channels } from "@tiffin/domain/wire/live";
import type { Benchmark } from "../benchmark.ts";
import { hireCouriers } from "../dispatch/couriers.ts";
import { untilQuiet } from "../harness/processes.ts";
import type { Part } from "../harness/report.ts";
import { checkout, forgetStack, startStack, stopStack } from "../harness/stack.ts";
import { latencies } from "../harness/statistics.ts";
import { tokensOf } from "../harness/tokens.ts";
import { rideOut } from "../ingest/ride-out.ts";
import type { Setting } from "../ingest/setting.ts";
import { startGenerator } from "../load/processes.ts";
import { openKitchens } from "../orders/town.ts";
import { type CustomersPlan, customersOutcomeSchema } from "./customers/customers-plan.ts";
import { rawBatchRate } from "./raw-batches.ts";
import { putOnTheWay, type TrackedOrder } from "./tracked-orders.ts";

const RIDERS = 5_000;
const TRACKED = 1_000;
const PER_SECOND = 5_000;
const QUIET_MS = 60_000;
const RAW_SECONDS = 5;

export const fanoutBenchmark: Benchmark = {
  name: "fanout",
  about: "from a rider's phone to the customer's socket, everything on this machine",
  parts: ["positions"],

  async *run(options, progress, signal) {
    const folder = path.join(path.resolve(checkout, process.env["TIFFIN_VAR"] ?? "var"), "bench", "fanout");
    progress.say("starting the servers");
    try {
      const stack = await startStack(folder, { fresh: true });
      const sql = postgres(stack.urls.postgres, { max: 2, onnotice: () => {} });
      try {
        const couriers = await hireCouriers({ sql, stack }, await openKitchens(sql), RIDERS);
        await sql`update riders set online = true, online_since = now()`;
        const orders = await putOnTheWay({ sql, stack }, couriers.slice(0, TRACKED));
        const tokens = couriers.map(({ token }) => token);
        const setting: Setting = { stack, tokens, progress, signal, seconds: options.seconds };
        const servers = ["postgres", "gateway", "worker", "workflows"].map((server) => stack.pids[server]!);
        if (!(await untilQuiet(servers, QUIET_MS))) progress.say("the servers are still busy with something");
        yield await measurePositions(setting, orders);
      } finally {
        await sql.end({ timeout: 5 });
      }
    } finally {
      await stopStack(folder);
      if (!options.keep) forgetStack(folder);
    }
  },
};

/** A thousand customers watch their orders while a city's riders send a point a second each. */
async function measurePositions(setting: Setting, orders: readonly TrackedOrder[]): Promise<Part> {
  const { stack, progress, seconds } = setting;
  const customerTokens = await tokensOf(
    stack,
    orders.map(({ customerId }) => customerId),
  );
  progress.say(`${orders.length} customers come to watch`);
  const customers = await startGenerator("fanout/customers/customers.ts", {
    url: stack.urls.soketi.replace("http", "ws"),
    appKey: stack.soketiApp.key,
    gatewayUrl: stack.urls.gateway,
    customers: orders.map(({ orderId }, index) => ({ orderId, token: customerTokens[index]! })),
  } satisfies CustomersPlan);
  progress.say(`bare batches to the live server for ${RAW_SECONDS} s`);
  const raw = await rawBatchRate(
    stack,
    orders.map(({ orderId }) => channels.order(orderId)),
    RAW_SECONDS,
  );
  progress.say(`${RIDERS} riders send ${PER_SECOND} points a second, ${orders.length} of them are watched`);
  const ride = await rideOut(setting, RIDERS, seconds, {
    pace: { kind: "steady", pointsPerSecond: PER_SECOND },
    pointsPerMessage: 1,
  });
  const { delays, warmDelays, ...heard } = customersOutcomeSchema.parse(await customers.end());
  const { p50, p95, p99, max } = latencies(delays);
  return {
    part: "positions",
    parameters: { riders: RIDERS, pointsPerSecond: PER_SECOND, trackedOrders: orders.length, seconds },
    figures: [
      { name: "point → customer's socket, P50", value: p50, unit: "ms", aim: { atMost: 60 } },
      { name: "point → customer's socket, P95", value: p95, unit: "ms", aim: { atMost: 250 } },
      { name: "point → customer's socket, P99", value: p99, unit: "ms", aim: { atMost: 500 } },
      { name: "the slowest", value: max, unit: "ms" },
      { name: "P95 of the first seconds", value: latencies(warmDelays).p95, unit: "ms", note: "not in the above" },
      { name: "orders that heard nothing", value: orders.length - heard.ordersHeard, unit: "", aim: { atMost: 0 } },
      { name: "positions out of order", value: heard.outOfOrder, unit: "", aim: { atMost: 0 } },
      { name: "positions heard", value: delays.length / seconds, unit: "/s", note: "at most one a second an order" },
      { name: "the live server's bare limit", value: raw, unit: "events/s", note: "batches of 100" },
      { name: "gateway CPU a point", value: ride.cpuMicrosecondsPerPoint, unit: "µs", note: "with what is published" },
    ],
    details: { heard, outcome: ride.outcome },
  };
}
