import type { PricedOrder } from "../pricing/price-order.ts";
import { sharesOf } from "./shares.ts";

/**
 * The accounts, seen from the platform. Debits are positive: what it has (`gateway`, `cash_float`). Credits are negative:
 * what it owes (`customer` until the food is fetched, `restaurant`, `rider`, `tax`, `tip`) and what it has earned
 * (`platform`).
 */
export const LEDGER_ACCOUNTS = [
  "customer",
  "restaurant",
  "rider",
  "platform",
  "tax",
  "tip",
  "cash_float",
  "gateway",
] as const;
export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number];

export interface Posting {
  readonly account: LedgerAccount;
  /** Whose account, where each has their own. */
  readonly partyId: string | null;
  readonly amount: number;
}

/** Something that happened to money, written once by its `key`. Its postings sum to zero. */
export interface LedgerTransaction {
  readonly key: string;
  readonly kind: "capture" | "sale" | "delivery" | "undelivered" | "refund" | "cash_deposit";
  readonly orderId: string | null;
  readonly currency: string;
  readonly at: Date;
  readonly postings: readonly Posting[];
}

/** Who bears a refund. */
export const LIABLE_PARTIES = ["platform", "restaurant", "rider"] as const;
export type LiableParty = (typeof LIABLE_PARTIES)[number];

interface OrderParties {
  readonly orderId: string;
  readonly customerId: string;
  readonly restaurantId: string;
  readonly riderId: string | null;
  readonly currency: string;
}

/**
 * Money came in: a card was charged, or a rider took notes. It belongs to the customer until the food is fetched.
 * An authorisation is no money yet and posts nothing; neither does voiding one.
 */
export function capturePosted(
  {
    order,
    paymentId,
    amount,
    captured,
    cash,
  }: {
    readonly order: OrderParties;
    readonly paymentId: string;
    /** By how much what was captured grew, and to what. */
    readonly amount: number;
    readonly captured: number;
    readonly cash: boolean;
  },
  at: Date,
): LedgerTransaction {
  const to: Posting = cash
    ? { account: "cash_float", partyId: order.riderId, amount }
    : { account: "gateway", partyId: null, amount };
  const customer: Posting = { account: "customer", partyId: order.customerId, amount: -amount };
  return made(`capture:${paymentId}:${captured}`, "capture", order, at, [to, customer]);
}

/** By which it can be told whether an order's food was fetched. */
export const saleKey = (orderId: string) => `sale:${orderId}`;

/** The food was fetched: the customer has what was paid for, and restaurant, platform and state their shares. */
export function salePosted(
  order: OrderParties & { readonly bill: PricedOrder },
  commissionBasisPoints: number,
  at: Date,
): LedgerTransaction {
  const shares = sharesOf(order.bill, commissionBasisPoints);
  return made(saleKey(order.orderId), "sale", order, at, [
    { account: "customer", partyId: order.customerId, amount: order.bill.total },
    { account: "restaurant", partyId: order.restaurantId, amount: -shares.restaurant },
    { account: "platform", partyId: null, amount: -(shares.commission + shares.fees) },
    { account: "tax", partyId: null, amount: -shares.taxes },
    { account: "tip", partyId: null, amount: -shares.tip },
  ]);
}

/** The food was brought: the rider has earned the ride's pay, the tip among it; the platform pays the rest. */
export function deliveryPosted(
  order: OrderParties & { readonly tip: number; readonly ridePay: number },
  at: Date,
): LedgerTransaction {
  return made(`delivery:${order.orderId}`, "delivery", order, at, [
    { account: "rider", partyId: order.riderId, amount: -order.ridePay },
    { account: "tip", partyId: null, amount: order.tip },
    { account: "platform", partyId: null, amount: order.ridePay - order.tip },
  ]);
}

/** The food was brought to a door where nobody took it: the rider has ridden the way, and the platform pays for it. */
export function undeliveredPosted(order: OrderParties & { readonly ridePay: number }, at: Date): LedgerTransaction {
  return made(`undelivered:${order.orderId}`, "undelivered", order, at, [
    { account: "rider", partyId: order.riderId, amount: -order.ridePay },
    { account: "platform", partyId: null, amount: order.ridePay },
  ]);
}

/**
 * Money went back. Until the food is fetched it was still the customer's own; after that somebody bears it: the
 * restaurant, the rider, or the platform.
 */
export function refundPosted(
  {
    order,
    key,
    amount,
    tip,
    liable,
    isSold,
    cash,
  }: {
    readonly order: OrderParties;
    readonly key: string;
    readonly amount: number;
    /** How much of it is a tip that no rider will get: nobody has to bear that. */
    readonly tip: number;
    readonly liable: LiableParty;
    readonly isSold: boolean;
    readonly cash: boolean;
  },
  at: Date,
): LedgerTransaction {
  const from: Posting = cash
    ? { account: "cash_float", partyId: order.riderId, amount: -amount }
    : { account: "gateway", partyId: null, amount: -amount };
  return made(`refund:${key}`, "refund", order, at, [
    from,
    { ...bearer(order, liable, isSold), amount: amount - tip },
    { account: "tip", partyId: null, amount: tip },
  ]);
}

/** A rider handed over notes that customers had paid with. */
export function cashDepositPosted(
  {
    key,
    riderId,
    amount,
    currency,
  }: {
    readonly key: string;
    readonly riderId: string;
    readonly amount: number;
    readonly currency: string;
  },
  at: Date,
): LedgerTransaction {
  return made(`cash_deposit:${key}`, "cash_deposit", { orderId: null, currency }, at, [
    { account: "cash_float", partyId: riderId, amount: -amount },
    // What is in the platform's own till.
    { account: "cash_float", partyId: null, amount },
  ]);
}

function bearer(order: OrderParties, liable: LiableParty, isSold: boolean): Omit<Posting, "amount"> {
  if (!isSold) return { account: "customer", partyId: order.customerId };
  if (liable === "restaurant") return { account: "restaurant", partyId: order.restaurantId };
  // A rider's part needs a rider.
  if (liable === "rider" && order.riderId !== null) return { account: "rider", partyId: order.riderId };
  return { account: "platform", partyId: null };
}

function made(
  key: string,
  kind: LedgerTransaction["kind"],
  { orderId, currency }: { readonly orderId: string | null; readonly currency: string },
  at: Date,
  postings: readonly Posting[],
): LedgerTransaction {
  const moved = postings.filter(({ amount }) => amount !== 0);
  const difference = moved.reduce((sum, { amount }) => sum + amount, 0);
  if (difference !== 0) throw new RangeError(`the ledger transaction ${key} is out of balance by ${difference}`);
  return { key, kind, orderId, currency, at, postings: moved };
}
