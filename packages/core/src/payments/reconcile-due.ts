import type { Database } from "@tiffin/db/client";
import { paymentsToReconcile } from "@tiffin/db/queries/payments";
import { reconcilePayment, type PaymentPorts } from "./reconcile-payment.ts";

const UNDECIDED_MS = 30_000;
const SETTLED_MS = 60_000;
const LOST_MS = 3_600_000;

/** The payments that somebody should look at now; oldest first. */
export async function listPaymentsDue(db: Database, now: Date, limit = 200): Promise<string[]> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  return paymentsToReconcile(
    db,
    { undecidedBefore: before(UNDECIDED_MS), settledBefore: before(SETTLED_MS), lostSince: before(LOST_MS) },
    limit,
  );
}

/** Reconciles everything that is due; one that fails does not stop the rest. For the cron. */
export async function reconcileDue(
  ports: PaymentPorts,
  now: Date,
): Promise<{ settled: number; waiting: number; failed: { paymentId: string; reason: string }[] }> {
  const outcome = { settled: 0, waiting: 0, failed: [] as { paymentId: string; reason: string }[] };
  for (const paymentId of await listPaymentsDue(ports.db, now)) {
    try {
      const { settled } = await reconcilePayment(ports, paymentId, now);
      outcome[settled ? "settled" : "waiting"] += 1;
    } catch (error) {
      outcome.failed.push({ paymentId, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return outcome;
}
