import type { Database } from "@tiffin/db/client";
import { findPayment, paymentsToReconcile, updatePayment } from "@tiffin/db/queries/payments";
import { isDomainError } from "@tiffin/domain/errors";
import { reconcilePayment, type PaymentPorts } from "./reconcile-payment.ts";
import { closeReview, openReview } from "./review.ts";

const UNDECIDED_MS = 30_000;
const SETTLED_MS = 60_000;
const LOST_MS = 3_600_000;
/** What could not be decided for so long is for a person; it is still asked about now and then. */
const REVIEW_AFTER_MS = 24 * 3_600_000;
const REVIEWED_AGAIN_MS = 3_600_000;
/** So many at once, until nothing is due. */
const BATCH = 200;

/** The payments that somebody should look at now; oldest first. */
export async function listPaymentsDue(db: Database, now: Date, limit = BATCH): Promise<string[]> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  return paymentsToReconcile(
    db,
    {
      undecidedBefore: before(UNDECIDED_MS),
      settledBefore: before(SETTLED_MS),
      lostSince: before(LOST_MS),
      reviewedBefore: before(REVIEWED_AGAIN_MS),
    },
    limit,
  );
}

export interface ReconciliationReport {
  readonly settled: number;
  readonly waiting: number;
  readonly failed: readonly { readonly paymentId: string; readonly reason: string }[];
}

/**
 * Reconciles everything that is due; one that fails does not stop the rest. A gateway that gives no answer ends the round:
 * the rest would not get one either, and is due again. For the cron.
 */
export async function reconcileDue(ports: PaymentPorts, now: Date): Promise<ReconciliationReport> {
  const outcome = { settled: 0, waiting: 0, failed: [] as { paymentId: string; reason: string }[] };
  const seen = new Set<string>();
  let unanswered = 0;
  while (unanswered < 5) {
    const due = (await listPaymentsDue(ports.db, now)).filter((paymentId) => !seen.has(paymentId));
    if (due.length === 0) break;
    for (const paymentId of due) {
      seen.add(paymentId);
      try {
        const { settled, unreachable } = await reconcilePayment(ports, paymentId, now);
        outcome[settled ? "settled" : "waiting"] += 1;
        unanswered = unreachable ? unanswered + 1 : 0;
        await (settled ? closeReview(ports.db, paymentId, now) : putBack(ports.db, paymentId, now));
      } catch (error) {
        outcome.failed.push({ paymentId, reason: error instanceof Error ? error.message : String(error) });
        // Amounts that differ will not agree by being asked about again.
        const isHopeless = isDomainError(error) && error.code === "INTERNAL";
        await (isHopeless ? openReview(ports.db, paymentId, "amount_differs", now) : putBack(ports.db, paymentId, now));
      }
      if (unanswered >= 5) break;
    }
  }
  return outcome;
}

/** Behind those that were not asked about yet; to a person, if that has gone on for a day. */
async function putBack(db: Database, paymentId: string, now: Date): Promise<void> {
  const payment = await findPayment(db, paymentId);
  if (payment === undefined) return;
  if (now.getTime() - payment.createdAt.getTime() > REVIEW_AFTER_MS) await openReview(db, paymentId, "undecided", now);
  else await updatePayment(db, paymentId, {}, now);
}
