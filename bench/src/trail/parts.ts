import { setTimeout as pause } from "node:timers/promises";
import type { Redis } from "ioredis";
import type postgres from "postgres";
import type { Progress } from "../harness/progress.ts";
import type { Part } from "../harness/report.ts";
import type { BenchStack } from "../harness/stack.ts";
import { latencies } from "../harness/statistics.ts";
import { rawCopy } from "./raw-copy.ts";
import { createFleet, fill, POINTS_PER_ENTRY } from "./fill-stream.ts";

export interface TrailSetting {
  readonly stack: BenchStack;
  readonly sql: postgres.Sql;
  readonly redis: Redis;
  readonly seconds: number;
  readonly progress: Progress;
}

const RIDERS = 10_000;
const BACKLOG = 500_000;
const PINGS_PER_SECOND = 10_000;
const LOOK_EVERY_MS = 50;
const PATIENCE_MS = 120_000;

const streamOf = ({ stack }: TrailSetting) => `{city:${stack.demo.city.id}}:trail`;

/** A backlog, as after a minute without a worker: how fast it comes into Postgres, beside a bare COPY of the same rows. */
export async function measureDrain(setting: TrailSetting): Promise<Part> {
  const { sql, redis, progress } = setting;
  progress.say(`drain: ${BACKLOG.toLocaleString("en")} points wait in the stream`);
  const before = await countRows(sql);
  const startedAt = performance.now();
  await fill(redis, streamOf(setting), createFleet(RIDERS), BACKLOG);
  await until(async () => (await countRows(sql)) - before >= BACKLOG);
  const perSecond = BACKLOG / ((performance.now() - startedAt) / 1_000);
  const raw = await rawCopy(sql, BACKLOG);
  return {
    part: "stream → Postgres",
    parameters: { points: BACKLOG, riders: RIDERS, pointsPerEntry: POINTS_PER_ENTRY },
    figures: [
      { name: "points a second", value: perSecond, unit: "/s", aim: { atLeast: 25_000 }, note: "filled meanwhile" },
      { name: "bare COPY into one partitioned table", value: raw, unit: "/s" },
      { name: "share of it", value: (100 * perSecond) / raw, unit: "%" },
      { name: "missing", value: BACKLOG - ((await countRows(sql)) - before), unit: "", aim: { atMost: 0 } },
    ],
  };
}

/** A steady stream of pings: from a point's arrival at the gateway until anybody can read it in Postgres. */
export async function measureLag(setting: TrailSetting): Promise<Part> {
  const { sql, redis, seconds, progress } = setting;
  progress.say(`lag: ${PINGS_PER_SECOND.toLocaleString("en")} pings a second for ${seconds} s`);
  const fleet = createFleet(RIDERS);
  const lags: number[] = [];
  const ticking = new AbortController();
  const looking = (async () => {
    while (!ticking.signal.aborted) {
      const [row] = await sql<
        { newest: Date | null }[]
      >`select max(received_at) as newest from rider_trail where recorded_at > now() - interval '1 minute'`;
      if (row?.newest) lags.push(Date.now() - row.newest.getTime());
      await pause(LOOK_EVERY_MS);
    }
  })();
  const startedAt = performance.now();
  let sent = 0;
  while (performance.now() - startedAt < seconds * 1_000) {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * PINGS_PER_SECOND);
    if (due - sent >= POINTS_PER_ENTRY) {
      await fill(redis, streamOf(setting), fleet, due - sent);
      sent = due;
    }
    await pause(3);
  }
  ticking.abort();
  await looking;
  const lag = latencies(lags.slice(Math.floor(lags.length / 5)));
  return {
    part: "lag",
    parameters: { pingsPerSecond: PINGS_PER_SECOND, seconds, sent, lookEveryMs: LOOK_EVERY_MS },
    figures: [
      { name: "P50", value: lag.p50, unit: "ms" },
      { name: "P95", value: lag.p95, unit: "ms" },
      { name: "longest", value: lag.max, unit: "ms", aim: { atMost: 2_000 }, note: `${sent} pings` },
    ],
  };
}

async function countRows(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ rows: number }[]>`select count(*)::int as rows from rider_trail`;
  return row?.rows ?? 0;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await holds()); await pause(LOOK_EVERY_MS * 4)) {
    if (Date.now() > end) throw new Error("the trail is not written: is the worker running?");
  }
}
