import type { Database } from "@tiffin/db/client";
import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { findOrder } from "@tiffin/db/queries/orders";
import {
  findPayment,
  findPaymentOfOrder,
  insertRefundOnce,
  refundsOfPayment,
  settleRefund,
  type PaymentRow,
  type RefundRow,
} from "@tiffin/db/queries/payments";
import { DomainError, notFound } from "@tiffin/domain/errors";
import type { LiableParty } from "@tiffin/domain/ledger/transactions";
import { isUndelivered, LIABLE_FOR } from "@tiffin/domain/ride/cant-deliver";
import type { OrderStatus } from "@tiffin/domain/order/status";
import {
  gatewayOf,
  type ChangeResult,
  type GatewayPayment,
  type PaymentGateway,
  type PaymentGateways,
  type RetrieveResult,
} from "./port.ts";
import { recordTruth } from "./record-truth.ts";
import { decideSettlement, type GatewayStep } from "./settlement.ts";

export type PaymentPorts = { readonly db: Database; readonly gateways: PaymentGateways };

export type Reconciliation = {
  readonly orderId: string;
  readonly orderStatus: OrderStatus;
  readonly paymentId: string;
  readonly paymentStatus: PaymentRow["status"];
  /** False: the customer or the gateway has yet to decide, or the gateway can't be reached. Reconcile again later. */
  readonly settled: boolean;
  /** The gateway gave no answer: nothing is known beyond what the rows said before. */
  readonly unreachable: boolean;
};

/** Ask, act, and ask once more if the gateway had moved meanwhile; more turns than that are not needed in practice. */
const TURNS = 6;

/**
 * Makes order, payment and gateway agree, whatever was lost on the way; the gateway's truth wins. Confirms or cancels an
 * order that waits, voids or refunds what a cancelled one holds, captures what is on its way. Safe to repeat and to race.
 *
 * @param toldId the charge's id at the gateway, where a genuine webhook of it told us: looked up faster than our key
 * @throws DomainError NOT_FOUND; INTERNAL when the amounts disagree (a person must look).
 */
export async function reconcilePayment(
  ports: PaymentPorts,
  paymentId: string,
  now: Date,
  toldId: string | null = null,
): Promise<Reconciliation> {
  const payment = await findPayment(ports.db, paymentId);
  if (!payment) throw notFound("payment");
  return bringTogether(
    ports,
    payment,
    await findCharge(gatewayOf(ports.gateways, payment.provider), payment, toldId),
    now,
  );
}

/** Goes on from what the gateway was last heard to say. */
async function bringTogether(
  ports: PaymentPorts,
  payment: PaymentRow,
  heard: RetrieveResult,
  now: Date,
): Promise<Reconciliation> {
  const gateway = gatewayOf(ports.gateways, payment.provider);
  let asked = heard;
  for (let turn = 0; turn < TURNS && asked.kind !== "unknown"; turn += 1) {
    const truth = asked.kind === "found" ? asked.payment : null;
    const recorded = await recordTruth(ports.db, payment, truth, now);
    const { order, payment: row, settlement } = recorded;
    const step = settlement.gateway;
    const refund = step === null && truth !== null ? await nextRefund(ports.db, row) : null;
    if (!truth || (!step && !refund)) return answer(order, row, settlement.wait ? "waits" : "settled");

    const at = { gatewayId: truth.gatewayId, currency: row.currency };
    const result = step
      ? await take(ports.db, gateway, row, truth, step, order, now)
      : await giveBack(ports.db, gateway, at, refund!, now);
    if (result.kind === "unknown") return answer(order, row, "unreachable");
    if (result.kind === "done" && refund) await closeRefund(ports.db, row, refund, result.payment, now);
    asked =
      result.kind === "done"
        ? { kind: "found", payment: result.payment }
        : await gateway.retrieve({ gatewayId: truth.gatewayId });
  }
  const order = await readOrder(ports.db, payment.orderId);
  return answer(order, (await findPayment(ports.db, payment.id)) ?? payment, "unreachable");
}

/**
 * Takes the money of an order that was picked up (cash: delivered); where it is not due yet, does nothing. Nearly always
 * the row is right about what the gateway holds: it is asked first only where it is not.
 *
 * @throws DomainError NOT_FOUND; UNAVAILABLE while the gateway can't be reached: try again.
 */
export async function capturePayment(ports: PaymentPorts, orderId: string, now: Date): Promise<Reconciliation> {
  const payment = await findPaymentOfOrder(ports.db, orderId);
  if (!payment) throw notFound("payment");
  const order = await readOrder(ports.db, orderId);
  const cash = payment.provider === "cash";
  if (payment.status === "CAPTURED" && order.status === "DELIVERED" && !cash) return answer(order, payment, "settled");
  const held = heldByRow(payment);
  const { gateway: step } = decideSettlement({
    order: order.status,
    cash,
    ageMs: now.getTime() - payment.createdAt.getTime(),
    truth: held,
  });
  if (held === null || step?.type !== "capture") return settleOrder(ports, orderId, now);
  const gateway = gatewayOf(ports.gateways, payment.provider);
  const taken = await take(ports.db, gateway, payment, held, step, order, now);
  if (taken.kind !== "done") return settleOrder(ports, orderId, now);
  return settled(await bringTogether(ports, payment, { kind: "found", payment: taken.payment }, now));
}

/** What the gateway holds by what it told us last; null where that leaves a doubt. */
function heldByRow(row: PaymentRow): GatewayPayment | null {
  const { status, providerReference: gatewayId, orderId: reference, idempotencyKey, amount, currency } = row;
  if (status !== "AUTHORIZED" || gatewayId === null) return null;
  return { status: "authorized", gatewayId, reference, idempotencyKey, amount, currency, captured: 0, refunded: 0 };
}

/**
 * Lets go or gives back what a cancelled order holds at the gateway.
 * @throws DomainError ILLEGAL_TRANSITION when the order is not cancelled; NOT_FOUND; UNAVAILABLE: try again.
 */
export async function voidOrRefund(ports: PaymentPorts, orderId: string, now: Date): Promise<Reconciliation> {
  const order = await readOrder(ports.db, orderId);
  if (order.status !== "CANCELLED")
    throw new DomainError("ILLEGAL_TRANSITION", "Only a cancelled order's money is given back whole.");
  return settleOrder(ports, orderId, now);
}

async function settleOrder(ports: PaymentPorts, orderId: string, now: Date): Promise<Reconciliation> {
  const payment = await findPaymentOfOrder(ports.db, orderId);
  if (!payment) throw notFound("payment");
  return settled(await reconcilePayment(ports, payment.id, now));
}

function settled(done: Reconciliation): Reconciliation {
  if (done.settled) return done;
  throw new DomainError("UNAVAILABLE", "The payment gateway has not decided yet.", { retryAfterSeconds: 10 });
}

async function findCharge(
  gateway: PaymentGateway,
  payment: PaymentRow,
  toldId: string | null,
): Promise<RetrieveResult> {
  const { providerReference, idempotencyKey, orderId: reference, createdAt: since } = payment;
  if (providerReference !== null) return gateway.retrieve({ gatewayId: providerReference });
  const told = toldId === null ? null : await gateway.retrieve({ gatewayId: toldId });
  if (told?.kind === "found" && told.payment.idempotencyKey === idempotencyKey) return told;
  return gateway.retrieve({ reference, idempotencyKey, since });
}

async function take(
  db: Database,
  gateway: PaymentGateway,
  payment: PaymentRow,
  { gatewayId, refunded }: GatewayPayment,
  step: GatewayStep,
  order: OrderRow,
  now: Date,
): Promise<ChangeResult> {
  const { idempotencyKey: key, currency } = payment;
  switch (step.type) {
    case "void":
      return gateway.void({ gatewayId, idempotencyKey: `${key}:void` });
    case "capture":
      return gateway.capture({
        gatewayId,
        idempotencyKey: `${key}:capture`,
        money: { amount: step.amount, currency },
      });
    case "refund": {
      const refund = await insertRefundOnce(db, {
        paymentId: payment.id,
        amount: step.amount,
        reason: order.cancelReason ?? "cancelled",
        liable: liableFor(order.cancelReason),
        // From the same amount given back before, it is the same refund: two who race make one.
        idempotencyKey: `${key}:refund:${refunded}`,
      });
      return giveBack(db, gateway, { gatewayId, currency }, refund, now);
    }
    default:
      return step satisfies never;
  }
}

/** Who bears a whole refund: of food that could not be brought, by the reason; else the platform. */
function liableFor(cancelReason: string | null): LiableParty {
  return cancelReason !== null && isUndelivered(cancelReason) ? LIABLE_FOR[cancelReason] : "platform";
}

/** The oldest refund that was asked for and is not settled. */
async function nextRefund(db: Database, payment: PaymentRow): Promise<RefundRow | null> {
  if (payment.captured === 0) return null;
  return (await refundsOfPayment(db, payment.id)).find(({ status }) => status === "PENDING") ?? null;
}

async function giveBack(
  db: Database,
  gateway: PaymentGateway,
  { gatewayId, currency }: { readonly gatewayId: string; readonly currency: string },
  { idempotencyKey, amount, reason }: RefundRow,
  now: Date,
): Promise<ChangeResult> {
  const result = await gateway.refund({ gatewayId, idempotencyKey, money: { amount, currency }, reason });
  if (result.kind === "refused") await settleRefund(db, idempotencyKey, "FAILED", now);
  return result;
}

/** The gateway has given it back, now or before: recording that settles it; should it be known already, it ends here. */
async function closeRefund(
  db: Database,
  payment: PaymentRow,
  refund: RefundRow,
  truth: GatewayPayment,
  now: Date,
): Promise<void> {
  await recordTruth(db, payment, truth, now);
  await settleRefund(db, refund.idempotencyKey, "DONE", now);
}

async function readOrder(db: Database, orderId: string): Promise<OrderRow> {
  const order = await findOrder(db, orderId);
  if (!order) throw notFound("order");
  return order;
}

function answer(order: OrderRow, payment: PaymentRow, end: "settled" | "waits" | "unreachable"): Reconciliation {
  return {
    orderId: order.id,
    orderStatus: order.status,
    paymentId: payment.id,
    paymentStatus: payment.status,
    settled: end === "settled",
    unreachable: end === "unreachable",
  };
}
