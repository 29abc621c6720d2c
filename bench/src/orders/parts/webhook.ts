import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Part } from "../../harness/report.ts";
import { latencies } from "../../harness/statistics.ts";
import { arrive } from "../../load/processes.ts";
import { errorsOf } from "../errors-of.ts";
import type { Setting } from "../setting.ts";

const ORDERS = 300;
const PER_SECOND = 28;
const LOOK_EVERY_MS = 10;
const PATIENCE_MS = 30_000;

const eventsSchema = z.array(
  z.object({
    createdAt: z.iso.datetime().transform((at) => Date.parse(at)),
    payment: z.object({ reference: z.string() }),
  }),
);

/**
 * UPI payments that are approved in the customer's bank app two seconds later: from the gateway's event until the order
 * is committed as CONFIRMED. All processes share this machine's clock.
 */
export async function measureWebhook({ stack, sql, baskets, progress }: Setting): Promise<Part> {
  progress.say(`webhook: ${ORDERS} payments that are approved later`);
  const since = new Date();
  const stop = new AbortController();
  const seen = watchConfirmed(sql, since, stop.signal);
  const outcome = await arrive({
    urls: [stack.urls.gateway],
    requests: baskets.orders(ORDERS, { type: "upi", token: "vpa_pending" }),
    perSecond: PER_SECOND,
    seed: 4,
  });
  const confirmedAt = await seen;
  stop.abort();
  const approvals = await fetch(`${stack.urls.paymentSandbox}/admin/events?type=payment.authorized`);
  const lags = eventsSchema.parse(await approvals.json()).flatMap(({ createdAt, payment }) => {
    const at = confirmedAt.get(payment.reference);
    return at === undefined ? [] : [at - createdAt];
  });
  const took = latencies(lags);
  return {
    part: "webhook → CONFIRMED",
    parameters: { payments: ORDERS, perSecond: PER_SECOND, lookEveryMs: LOOK_EVERY_MS },
    figures: [
      { name: "P50", value: took.p50, unit: "ms" },
      { name: "P95", value: took.p95, unit: "ms", aim: { atMost: 500 }, note: `${took.count} webhooks` },
      { name: "P99", value: took.p99, unit: "ms" },
      { name: "never confirmed", value: ORDERS - took.count, unit: "", aim: { atMost: 0 } },
      { name: "not answered 202", value: errorsOf(outcome, "202"), unit: "", aim: { atMost: 0 } },
    ],
    details: { refusals: outcome.refusals },
  };
}

/** When each order since then was first seen as CONFIRMED, by order; ends when all are, or nothing comes any more. */
async function watchConfirmed(sql: Setting["sql"], since: Date, signal: AbortSignal): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  let lastAt = Date.now();
  while (seen.size < ORDERS && !signal.aborted && Date.now() - lastAt < PATIENCE_MS) {
    const rows = await sql<{ orderId: string }[]>`
      select order_id as "orderId" from order_events where status = 'CONFIRMED' and at >= ${since}`;
    const now = Date.now();
    for (const { orderId } of rows) {
      if (seen.has(orderId)) continue;
      seen.set(orderId, now);
      lastAt = now;
    }
    await pause(LOOK_EVERY_MS);
  }
  return seen;
}
