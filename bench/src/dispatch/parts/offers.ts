import { setTimeout as pause } from "node:timers/promises";
import { cpuSecondsOfTree } from "../../harness/processes.ts";
import type { Part } from "../../harness/report.ts";
import { latencies, type Latencies } from "../../harness/statistics.ts";
import { arrive, startGenerator } from "../../load/processes.ts";
import { errorsOf } from "../../orders/errors-of.ts";
import { fleetOutcomeSchema, type FleetPlan } from "../fleet/fleet-plan.ts";
import { publishRaw } from "../raw-publish.ts";
import type { Setting } from "../setting.ts";

/** 100,000 orders an hour. */
const PER_SECOND = 28;
const RIDERS = 400;
/** Servers have been up for hours when the rush comes: processes that have just begun spend half their time on compiling. */
const WARM_UP = { perSecond: 10, seconds: 45 };
const RAW_SECONDS = 10;
/** For the last orders' offers. */
const PATIENCE_MS = 30_000;

/** An order of the rush: when it was confirmed, and when its first offer was written. */
interface Placed {
  readonly rideId: string | null;
  readonly confirmedAt: number;
  readonly offeredAt: number | null;
}

/** A metro's dinner rush with a fleet that is asked, rides and is free again: from CONFIRMED to the rider's phone. */
export async function measureOffers(setting: Setting): Promise<Part> {
  const { stack, baskets, couriers, progress, steadySeconds } = setting;
  const riders = couriers.slice(0, RIDERS);
  progress.say(`offers: ${riders.length} riders come on shift`);
  const fleet = await startGenerator("dispatch/fleet/fleet.ts", planOf(setting, riders));
  progress.say(`offers: the live server alone for ${RAW_SECONDS} s`);
  const ids = riders.map(({ id }) => id);
  await publishRaw(stack, ids, { perSecond: PER_SECOND, seconds: RAW_SECONDS });

  const rush = (perSecond: number, seconds: number, seed: number) =>
    arrive({
      urls: [stack.urls.gateway],
      requests: baskets.orders(Math.round(perSecond * seconds)),
      perSecond,
      seed,
    });
  progress.say(`offers: ${WARM_UP.perSecond} orders a second for ${WARM_UP.seconds} s to warm up`);
  await rush(WARM_UP.perSecond, WARM_UP.seconds, 1);
  progress.say(`offers: ${PER_SECOND} orders a second for ${steadySeconds} s`);
  const used = () =>
    Object.fromEntries(Object.entries(stack.pids).map(([name, pid]) => [name, cpuSecondsOfTree(pid)] as const));
  const before = used();
  const since = new Date();
  const arrivals = await rush(PER_SECOND, steadySeconds, 2);
  const after = used();
  const placed = await whenAsked(setting, since);
  const seen = fleetOutcomeSchema.parse(await fleet.end());

  const heardAt = new Map<string, number>();
  for (const { rideId, at } of seen.heard) if (!heardAt.has(rideId)) heardAt.set(rideId, at);
  const lags = placed.flatMap(({ rideId, confirmedAt }) => {
    const at = rideId === null ? undefined : heardAt.get(rideId);
    return at === undefined ? [] : [at - confirmedAt];
  });
  const written = placed.flatMap(({ offeredAt, confirmedAt }) => (offeredAt === null ? [] : [offeredAt - confirmedAt]));
  if (lags.length === 0)
    throw new Error(`no offer reached a phone (${seen.heard.length} were heard of ${placed.length})`);
  const took = latencies(lags);
  const raw = latencies(seen.raw);
  return {
    part: "CONFIRMED → offer on the rider's channel",
    parameters: { ordersPerSecond: PER_SECOND, seconds: arrivals.seconds, arrivals: "Poisson", riders: riders.length },
    figures: [
      { name: "P50", value: took.p50, unit: "ms" },
      { name: "P95", value: took.p95, unit: "ms", aim: { atMost: 800 }, note: `${took.count} offers` },
      { name: "P99", value: took.p99, unit: "ms" },
      { name: "slowest", value: took.max, unit: "ms" },
      {
        name: "orders nobody was asked about",
        value: placed.filter(({ offeredAt }) => offeredAt === null).length,
        unit: "",
        aim: { atMost: 0 },
      },
      { name: "orders not placed", value: errorsOf(arrivals), unit: "", aim: { atMost: 0 } },
      { name: "the live server alone, P95", value: raw.p95, unit: "ms", note: "in the same run" },
      { name: "P95 in terms of the live server's", value: took.p95 / Math.max(1, raw.p95), unit: "×" },
    ],
    details: {
      confirmedToRow: summary(latencies(written)),
      p95OfEachTenSeconds: inTenSeconds(placed, heardAt, since.getTime()),
      fleet: { ...seen, heard: seen.heard.length, raw: seen.raw.length },
      refusals: arrivals.refusals,
      generatorLateP99: arrivals.lateP99,
      processorShare: Object.fromEntries(
        Object.keys(after).map((name) => [name, (after[name]! - before[name]!) / arrivals.seconds]),
      ),
    },
  };
}

function planOf({ stack, staffTokens }: Setting, riders: Setting["couriers"]): FleetPlan {
  const { hostname, port } = new URL(stack.urls.soketi);
  return {
    gatewayUrl: stack.urls.gateway,
    databaseUrl: stack.urls.postgres,
    live: { key: stack.soketiApp.key, host: hostname, port: Number(port) },
    riders: [...riders],
    staffTokens: { ...staffTokens },
    pingEveryMs: [3_000, 5_000],
    thinkMs: [300, 1_500],
    carryMs: [2_000, 5_000],
  };
}

/** The orders since then, once somebody was asked about each of them, or nothing comes any more. */
async function whenAsked({ sql }: Setting, since: Date): Promise<Placed[]> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const placed = await sql<Placed[]>`
      select r.id as "rideId", (extract(epoch from e.at) * 1000)::float8 as "confirmedAt",
        (extract(epoch from f.created_at) * 1000)::float8 as "offeredAt"
      from orders o
        join order_events e on e.order_id = o.id and e.type = 'confirmed'
        left join rides r on r.order_id = o.id
        left join offers f on f.order_id = o.id and f.seq = 1
      where o.placed_at >= ${since}`;
    if (placed.every(({ offeredAt }) => offeredAt !== null) || Date.now() > until) return placed;
    await pause(500);
  }
}

/** How it went on, from the first order: a machine that others use, too, has better moments and worse. Milliseconds. */
function inTenSeconds(placed: readonly Placed[], heardAt: ReadonlyMap<string, number>, since: number): number[] {
  const lags: number[][] = [];
  for (const { rideId, confirmedAt } of placed) {
    const at = rideId === null ? undefined : heardAt.get(rideId);
    if (at !== undefined) (lags[Math.floor((confirmedAt - since) / 10_000)] ??= []).push(at - confirmedAt);
  }
  return Array.from(lags, (some) => (some === undefined ? 0 : latencies(some).p95));
}

const summary = ({ p50, p95, p99, max }: Latencies) => ({ p50, p95, p99, max });
