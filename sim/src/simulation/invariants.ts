import { isTerminal } from "@tiffin/domain/order/status";
import { opsOrderPageSchema } from "@tiffin/domain/wire/ops";
import type { OpsOrder } from "@tiffin/domain/wire/ops";
import { z } from "zod";
import type { Session } from "../http/session.ts";
import { pause } from "../pause.ts";
import { doubleAssignments, missedPickUps, overlappingQuestions, readAudit } from "./audit.ts";
import { percentile } from "./records.ts";
import type { OrderRecord, Tally } from "./records.ts";

export interface Verdict {
  name: string;
  holds: boolean;
  /** How much was looked at. */
  checked: number;
  faults: string[];
  /** Why it could not be looked at, if so. */
  skipped?: string;
}

const chargesSchema = z.array(
  z.object({
    id: z.string(),
    amount: z.number(),
    status: z.string(),
    captured: z.number().default(0),
    refunded: z.number().default(0),
    idempotencyKey: z.string().nullish(),
  }),
);
type Charge = z.infer<typeof chargesSchema>[number];

const patienceMs = 90_000;
const chargeName = "one charge for a delivered order, none that stays for a cancelled one";

/** What must hold whatever happened, seen from outside: the customers' orders, the ops desk, and the payment gateway's books. */
export async function checkInvariants(
  tally: Tally,
  { ops, sandboxUrl, signal }: { ops: Session; sandboxUrl: string | undefined; signal: AbortSignal },
): Promise<Verdict[]> {
  const orders = [...tally.orders.values()];
  const ends = "every order ended: delivered, or cancelled";
  const twoRidersName = "no order with two riders";
  const auditName = "no order assigned while somebody had it, by the audit";
  const clashName = "no rider with two offers at once";
  const fenceName = "food that is carried off without a tap is picked up by the fence";
  const seen = await readOpsOrders(ops, new Set(tally.orders.keys())).catch((error: unknown) => {
    return error instanceof Error ? error : new Error(String(error));
  });
  return [
    verdict(ends, orders.length, stranded(orders)),
    await oneCharge(orders, sandboxUrl, signal).catch((error: unknown) => unseen(chargeName, error)),
    ...(seen instanceof Error
      ? [unseen(twoRidersName, seen), unseen(auditName, seen), unseen(clashName, seen), unseen(fenceName, seen)]
      : [
          verdict(twoRidersName, seen.size, twoRiders(tally, seen)),
          verdict(auditName, seen.size, doubleAssignments(seen.values())),
          ...(await readAudit(ops, [...seen.keys()]).then(
            (audit) => [
              verdict(clashName, audit.length, overlappingQuestions(audit)),
              verdict(fenceName, tally.untapped.size, missedPickUps(audit, tally.untapped)),
            ],
            (error: unknown) => [unseen(clashName, error), unseen(fenceName, error)],
          )),
        ]),
    verdict("prices come from the server", orders.length, wrongPrices(orders)),
    verdict("one idempotency key, one order", orders.filter(({ replayedAs }) => replayedAs).length, replays(orders)),
    positions(tally),
  ];
}

/** What could not be looked at does not hold: nobody may read a pass where nothing was seen. */
const unseen = (name: string, error: unknown): Verdict =>
  verdict(name, 0, [`could not be looked at: ${error instanceof Error ? error.message : String(error)}`]);

const verdict = (name: string, checked: number, faults: string[]): Verdict => ({
  name,
  holds: faults.length === 0,
  checked,
  faults,
});

function stranded(orders: readonly OrderRecord[]): string[] {
  return orders.filter(({ status }) => !isTerminal(status)).map(({ number, status }) => `${number} is still ${status}`);
}

function wrongPrices(orders: readonly OrderRecord[]): string[] {
  return orders
    .filter(({ quoted, total }) => quoted !== total)
    .map(({ number, quoted, total }) => `${number} was quoted ${quoted} and cost ${total}`);
}

function replays(orders: readonly OrderRecord[]): string[] {
  return orders
    .filter(({ id, replayedAs }) => replayedAs !== undefined && replayedAs !== id)
    .map(({ number, replayedAs }) => `${number} came back as ${replayedAs}`);
}

function twoRiders(tally: Tally, seen: ReadonlyMap<string, OpsOrder>): string[] {
  const faults: string[] = [];
  for (const [orderId, riders] of tally.deliveries) {
    if (riders.size > 1) faults.push(`${orderId} was delivered by ${[...riders].join(" and ")}`);
  }
  for (const order of seen.values()) {
    const accepted = order.offers.filter(({ status }) => status === "ACCEPTED");
    if (accepted.length > 1) faults.push(`${order.number} has ${accepted.length} accepted offers`);
    const [one] = accepted;
    if (one !== undefined && order.riderId !== null && order.riderId !== one.riderId) {
      faults.push(`${order.number} was accepted by ${one.riderName} and is carried by another`);
    }
  }
  return faults;
}

function positions({ positionDelays }: Tally): Verdict {
  const name = "a rider's position reaches the customer within 2 s";
  const p95 = percentile(positionDelays, 0.95);
  if (p95 === undefined) return { name, holds: true, checked: 0, faults: [], skipped: "none was heard" };
  return verdict(name, positionDelays.length, p95 <= 2_000 ? [] : [`the 95th percentile is ${Math.round(p95)} ms`]);
}

async function oneCharge(
  orders: readonly OrderRecord[],
  sandboxUrl: string | undefined,
  signal: AbortSignal,
): Promise<Verdict> {
  if (sandboxUrl === undefined) {
    return { name: chargeName, holds: true, checked: 0, faults: [], skipped: "SANDBOX_URL is not set" };
  }
  // Captures and refunds run in workflows of their own: give them time before calling it a fault.
  const until = Date.now() + patienceMs;
  for (;;) {
    const faults: string[] = [];
    for (const order of orders) {
      if (order.method === "cash") continue;
      const response = await fetch(new URL(`/admin/payments?reference=${order.id}`, sandboxUrl), {
        signal: AbortSignal.timeout(15_000),
      });
      if (!response.ok) throw new Error(`the payment sandbox answered ${response.status}`);
      faults.push(...chargeFaults(order, chargesSchema.parse(await response.json())));
    }
    if (faults.length === 0 || Date.now() > until || signal.aborted) return verdict(chargeName, orders.length, faults);
    await pause(5_000, signal);
  }
}

function chargeFaults(order: OrderRecord, charges: readonly Charge[]): string[] {
  const faults: string[] = [];
  const held = charges.filter(({ status }) => status === "authorized" || status === "captured");
  if (held.length > 1) faults.push(`${order.number} is charged ${held.length} times`);
  const keys = charges.flatMap(({ idempotencyKey }) => (idempotencyKey ? [idempotencyKey] : []));
  if (new Set(keys).size !== keys.length) faults.push(`${order.number}: one key made several charges`);
  const kept = charges.reduce((sum, charge) => sum + charge.captured - charge.refunded, 0);
  if (order.status === "DELIVERED" && kept !== order.total) {
    faults.push(`${order.number} is delivered and ${kept} of ${order.total} was taken`);
  }
  if (order.status === "CANCELLED" && (kept !== 0 || held.some(({ status }) => status === "authorized"))) {
    faults.push(`${order.number} is cancelled and money is still held`);
  }
  return faults;
}

/** The desk lists everybody's orders, newest first: read on until all of ours were seen. */
async function readOpsOrders(ops: Session, wanted: ReadonlySet<string>): Promise<Map<string, OpsOrder>> {
  const seen = new Map<string, OpsOrder>();
  let cursor: string | null = null;
  for (let page = 0; page < 400 && seen.size < wanted.size; page++) {
    const query: string = cursor === null ? "limit=100" : `limit=100&cursor=${encodeURIComponent(cursor)}`;
    const answer: z.infer<typeof opsOrderPageSchema> = await ops.get(opsOrderPageSchema, `/v1/ops/orders?${query}`);
    for (const order of answer.items) if (wanted.has(order.id)) seen.set(order.id, order);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return seen;
}
