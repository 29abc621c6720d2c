import { isDeepStrictEqual } from "node:util";
import { inTransaction, type DatabaseOrTransaction } from "@tiffin/db/client";
import { lockOrder, type OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { lockPayment, updatePayment, type PaymentChange, type PaymentRow } from "@tiffin/db/queries/payments";
import { DomainError, notFound } from "@tiffin/domain/errors";
import { postMoney } from "../ledger/index.ts";
import { transitionOrder } from "../lifecycle/index.ts";
import type { GatewayPayment, GatewayStatus } from "./port.ts";
import { decideSettlement, type Settlement } from "./settlement.ts";

const ROW_STATUS = {
  pending: "PENDING",
  authorized: "AUTHORIZED",
  captured: "CAPTURED",
  voided: "VOIDED",
  refunded: "REFUNDED",
  declined: "DECLINED",
} as const satisfies Record<GatewayStatus, PaymentRow["status"]>;

/** A payment only moves up: an answer that was overtaken on its way must not undo a later one. */
const RANK = {
  CREATED: 0,
  PENDING: 1,
  AUTHORIZED: 2,
  DECLINED: 3,
  VOIDED: 3,
  CAPTURED: 3,
  REFUNDED: 4,
} as const satisfies Record<PaymentRow["status"], number>;

/** Whether a gateway's word is news to a row of ours. */
export function isAhead(status: GatewayStatus, row: PaymentRow["status"]): boolean {
  const told = ROW_STATUS[status];
  return told !== row && RANK[told] >= RANK[row];
}

export type Recorded = { readonly order: OrderRow; readonly payment: PaymentRow; readonly settlement: Settlement };

/**
 * Writes what the gateway says (null: it has no such charge) to the payment and takes the order where that leads, in one
 * transaction. Safe to repeat and to race: rows are locked, order first.
 *
 * @throws DomainError NOT_FOUND; INTERNAL when the gateway's record is of another amount than ours.
 */
export async function recordTruth(
  db: DatabaseOrTransaction,
  { id: paymentId, orderId }: Pick<PaymentRow, "id" | "orderId">,
  truth: GatewayPayment | null,
  now: Date,
): Promise<Recorded> {
  return inTransaction(db, async (tx) => {
    // Sent together, and locked in this order.
    const [locked, before] = await Promise.all([lockOrder(tx, orderId), lockPayment(tx, paymentId)]);
    if (locked === undefined || before === undefined) throw notFound("payment");
    if (truth) mustMatch(before, truth);

    const settlement = decideSettlement({
      order: locked.status,
      cash: before.provider === "cash",
      ageMs: now.getTime() - before.createdAt.getTime(),
      truth,
    });
    const change = truth ? changeOf(before, truth) : settlement.lost ? LOST : null;
    const payment = (change && (await updatePayment(tx, paymentId, change, now))) ?? before;
    // What a row said before was posted when it was written; the cash gateway writes rows by itself.
    const isNews = payment.captured !== before.captured || payment.refunded !== before.refunded;
    if (isNews || before.provider === "cash") await postMoney(tx, locked, payment, now);
    const order = settlement.order
      ? await transitionOrder(tx, {
          orderId: locked.id,
          command: settlement.order,
          actor: { type: "system", id: null },
          now,
          locked,
        })
      : locked;
    return { order, payment, settlement };
  });
}

/** VOIDED without the gateway's id: it never came to a charge. */
const LOST: PaymentChange = { status: "VOIDED", nextAction: null };

function changeOf(row: PaymentRow, truth: GatewayPayment): PaymentChange | null {
  const status = ROW_STATUS[truth.status];
  // A row that never heard from the gateway takes whatever it says.
  if (row.providerReference !== null && RANK[status] < RANK[row.status]) return null;
  const told = {
    status,
    providerReference: truth.gatewayId,
    captured: Math.max(row.captured, truth.captured),
    refunded: Math.max(row.refunded, truth.refunded),
    nextAction: truth.nextAction ?? null,
    declineCode: truth.declineCode ?? null,
  };
  const { providerReference, captured, refunded, nextAction, declineCode } = row;
  const known = { status: row.status, providerReference, captured, refunded, nextAction, declineCode };
  return isDeepStrictEqual(told, known) ? null : told;
}

function mustMatch(row: PaymentRow, truth: GatewayPayment): void {
  if (truth.amount === row.amount && truth.currency === row.currency) return;
  throw new DomainError("INTERNAL", "The gateway's record of this payment is of another amount.", {
    cause: { paymentId: row.id, ours: row.amount, theirs: truth.amount, currency: truth.currency },
  });
}
