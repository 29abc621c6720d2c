import { eq, sql } from "drizzle-orm";
import { builtOnce } from "@tiffin/db/built-once";
import type { DatabaseOrTransaction } from "@tiffin/db/client";
import { insertLedgerTransaction, isPosted, postedOfOrder, tipHeldOf } from "@tiffin/db/queries/ledger";
import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { refundsOfPayment, settleRefund, type PaymentRow } from "@tiffin/db/queries/payments";
import { restaurants } from "@tiffin/db/schema/catalog";
import { rides } from "@tiffin/db/schema/dispatch";
import {
  capturePosted,
  deliveryPosted,
  LIABLE_PARTIES,
  refundPosted,
  saleKey,
  salePosted,
  undeliveredPosted,
  type LiableParty,
} from "@tiffin/domain/ledger/transactions";
import type { OrderEvent } from "@tiffin/domain/order/decide";
import { isPaidInVain } from "@tiffin/domain/ride/cant-deliver";

/** Postings are written in the transaction that changes what they describe: one is never there without the other. */

const partiesOf = (order: OrderRow) => ({
  orderId: order.id,
  customerId: order.customerId,
  restaurantId: order.restaurantId,
  riderId: order.riderId,
  currency: order.currency,
});

/**
 * What an event of an order means for the ledger: the sale when the food is fetched, the rider's pay when it is brought,
 * also to a door where nobody takes it.
 */
export async function postOrderEvent(tx: DatabaseOrTransaction, event: OrderEvent, order: OrderRow): Promise<void> {
  if (event.type === "picked-up") {
    const [restaurant] = await commissionOf(tx).execute({ restaurantId: order.restaurantId });
    const sale = salePosted({ ...partiesOf(order), bill: order.bill }, restaurant?.commission ?? 0, event.at);
    await insertLedgerTransaction(tx, sale);
  }
  if (event.type === "delivered") {
    const [ride] = await payOf(tx).execute({ orderId: order.id });
    if (ride === undefined) return;
    const earned = { ...partiesOf(order), tip: order.tip, ridePay: Math.max(ride.pay, order.tip) };
    await insertLedgerTransaction(tx, deliveryPosted(earned, event.at));
  }
  if (event.type === "cancelled" && order.pickedUpAt !== null) {
    const [ride] = await payOf(tx).execute({ orderId: order.id });
    if (ride === undefined || !isPaidInVain(event.reason, ride)) return;
    const earned = { ...partiesOf(order), ridePay: Math.max(0, ride.pay - order.tip) };
    await insertLedgerTransaction(tx, undeliveredPosted(earned, event.at));
  }
}

const commissionOf = builtOnce((db) =>
  db
    .select({ commission: restaurants.commissionBasisPoints })
    .from(restaurants)
    .where(eq(restaurants.id, sql.placeholder("restaurantId")))
    .prepare("commission_of_restaurant"),
);
const payOf = builtOnce((db) =>
  db
    .select({ pay: rides.pay, atDoorSince: rides.arrivedAtCustomerAt })
    .from(rides)
    .where(eq(rides.orderId, sql.placeholder("orderId")))
    .prepare("pay_of_ride"),
);

/**
 * Posts what a payment has taken and given back beyond what the ledger knows of it. Refunds that were asked for are
 * settled by it, oldest first, each borne by whoever was named; what went back without our asking (in the gateway's own
 * dashboard) is the platform's. Safe to repeat; the caller holds the payment's lock.
 */
export async function postMoney(
  tx: DatabaseOrTransaction,
  order: OrderRow,
  payment: PaymentRow,
  now: Date,
): Promise<void> {
  if (payment.captured === 0) return;
  const cash = payment.provider === "cash";
  const known = await postedOfOrder(tx, order.id);
  const captured = payment.captured - known.captured;
  if (captured > 0) {
    const facts = {
      order: partiesOf(order),
      paymentId: payment.id,
      amount: captured,
      captured: payment.captured,
      cash,
    };
    await insertLedgerTransaction(tx, capturePosted(facts, now));
  }

  let left = payment.refunded - known.refunded;
  if (left <= 0) return;
  const isSold = await isPosted(tx, saleKey(order.id));
  const common = { order: partiesOf(order), isSold, cash };
  // A tip is for who brings the food. Where nobody will, it goes back with the rest, and nobody bears it.
  let tipLeft = isSold && order.status === "CANCELLED" ? await tipHeldOf(tx, order.id) : 0;
  const ofTip = (amount: number) => {
    const tip = Math.min(tipLeft, amount);
    tipLeft -= tip;
    return tip;
  };
  for (const refund of await refundsOfPayment(tx, payment.id)) {
    if (refund.status !== "PENDING" || refund.amount > left) continue;
    left -= refund.amount;
    await settleRefund(tx, refund.idempotencyKey, "DONE", now);
    const { id: key, amount } = refund;
    const liable = liableOf(refund.liable);
    await insertLedgerTransaction(tx, refundPosted({ ...common, key, amount, tip: ofTip(amount), liable }, now));
  }
  if (left === 0) return;
  const key = `${payment.id}:${payment.refunded}`;
  const unasked = { ...common, key, amount: left, tip: ofTip(left), liable: "platform" as const };
  await insertLedgerTransaction(tx, refundPosted(unasked, now));
}

const liableOf = (text: string): LiableParty => LIABLE_PARTIES.find((party) => party === text) ?? "platform";
