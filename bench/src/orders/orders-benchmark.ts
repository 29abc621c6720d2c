import path from "node:path";
import postgres from "postgres";
import type { Benchmark } from "../benchmark.ts";
import { untilQuiet } from "../harness/processes.ts";
import type { Part } from "../harness/report.ts";
import { checkout, forgetStack, startStack, stopStack } from "../harness/stack.ts";
import { tokensOf } from "../harness/tokens.ts";
import { basketsOf } from "./baskets.ts";
import { measureDuplicates } from "./parts/duplicates.ts";
import { measureHighest } from "./parts/highest.ts";
import { measureSteady } from "./parts/steady.ts";
import { measureWebhook } from "./parts/webhook.ts";
import type { Setting } from "./setting.ts";
import { openKitchens, settleHouseholds } from "./town.ts";

const PARTS = {
  steady: measureSteady,
  webhook: measureWebhook,
  duplicates: measureDuplicates,
  highest: measureHighest,
} satisfies Record<string, (setting: Setting) => Promise<Part>>;

/** Nobody is to meet the limit of calls a minute. */
const HOUSEHOLDS = 6_000;
const GATEWAY_LATENCY_MS = 50;
const QUIET_MS = 60_000;
/** Of the steady rush, in measurements. */
const STEADY_TIMES = 10;

export const ordersBenchmark: Benchmark = {
  name: "orders",
  about: "placing orders and being paid for them, everything on this machine",
  parts: Object.keys(PARTS),

  async *run(options, progress, signal) {
    const folder = path.join(path.resolve(checkout, process.env["TIFFIN_VAR"] ?? "var"), "bench", "orders");
    progress.say("starting the servers");
    try {
      const stack = await startStack(folder, { fresh: true });
      const sql = postgres(stack.urls.postgres, { max: 2, onnotice: () => {} });
      try {
        const kitchens = await openKitchens(sql);
        const households = await settleHouseholds(sql, kitchens, HOUSEHOLDS);
        progress.say(`${kitchens.length} kitchens, ${households.length} households`);
        const tokens = await tokensOf(
          stack,
          households.map(({ customerId }) => customerId),
        );
        await slowGateway(stack.urls.paymentSandbox);
        const setting: Setting = {
          stack,
          sql,
          baskets: basketsOf(households, tokens),
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

async function slowGateway(sandbox: string): Promise<void> {
  const response = await fetch(`${sandbox}/admin/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind: `latency:${GATEWAY_LATENCY_MS}` }),
  });
  if (!response.ok) throw new Error(`the payment sandbox takes no latency: ${response.status}`);
}
