import path from "node:path";
import postgres from "postgres";
import type { Benchmark } from "../benchmark.ts";
import { untilQuiet } from "../harness/processes.ts";
import type { Part } from "../harness/report.ts";
import { checkout, forgetStack, startStack, stopStack } from "../harness/stack.ts";
import { tokensOf } from "../harness/tokens.ts";
import { basketsOf } from "../orders/baskets.ts";
import { openKitchens, settleHouseholds } from "../orders/town.ts";
import { hireCouriers, hireStaff } from "./couriers.ts";
import { measureAccepts } from "./parts/accepts.ts";
import { measureOffers } from "./parts/offers.ts";
import { measurePlanCost } from "./parts/plan-cost.ts";
import type { Setting } from "./setting.ts";

const PARTS = {
  accepts: measureAccepts,
  offers: measureOffers,
  "plan-cost": measurePlanCost,
} satisfies Record<string, (setting: Setting) => Promise<Part>>;

const HOUSEHOLDS = 6_000;
/** A thousand tap at once; four hundred of them ride. */
const COURIERS = 1_000;
const QUIET_MS = 60_000;
/** Of the steady rush, in measurements. */
const STEADY_TIMES = 5;

export const dispatchBenchmark: Benchmark = {
  name: "dispatch",
  about: "finding a rider for an order, everything on this machine",
  parts: Object.keys(PARTS),

  async *run(options, progress, signal) {
    const folder = path.join(path.resolve(checkout, process.env["TIFFIN_VAR"] ?? "var"), "bench", "dispatch");
    progress.say("starting the servers");
    try {
      // One rider taps a thousand times: the limit of calls would hide what is asked here.
      const stack = await startStack(folder, { fresh: true, relaxedLimits: true });
      const sql = postgres(stack.urls.postgres, { max: 2, onnotice: () => {} });
      try {
        const kitchens = await openKitchens(sql);
        // Food that is ready soon: what is measured is the way, not the wait for a kitchen.
        await sql`update restaurants set prep_minutes = 1`;
        const households = await settleHouseholds(sql, kitchens, HOUSEHOLDS);
        const couriers = await hireCouriers({ sql, stack }, kitchens, COURIERS);
        const staffTokens = await hireStaff({ sql, stack }, kitchens);
        progress.say(`${kitchens.length} kitchens, ${households.length} households, ${couriers.length} riders`);
        const tokens = await tokensOf(
          stack,
          households.map(({ customerId }) => customerId),
        );
        const setting: Setting = {
          stack,
          sql,
          baskets: basketsOf(households, tokens),
          couriers,
          staffTokens,
          progress,
          signal,
          steadySeconds: options.seconds * STEADY_TIMES,
        };
        for (const [name, measure] of Object.entries(PARTS)) {
          if (options.only?.includes(name) === false) continue;
          signal.throwIfAborted();
          const servers = ["postgres", "gateway", "worker", "workflows"].map((server) => stack.pids[server]!);
          if (!(await untilQuiet(servers, QUIET_MS))) progress.say("the servers are still busy with something");
          yield await measure(setting);
        }
      } finally {
        await sql.end({ timeout: 5 });
      }
    } finally {
      await stopStack(folder);
      if (!options.keep) forgetStack(folder);
    }
  },
};
