/** A payment as the sandbox keeps it, and the rules of money that every call must pass. Pure. */

export type PaymentStatus = "pending" | "authorized" | "captured" | "voided" | "refunded" | "declined";

export type Refund = {
  id: string;
  amount: number;
  reason: string | null;
  createdAt: string;
};

export type Payment = {
  id: string;
  /** The merchant's own id of what is paid for (an order). */
  reference: string;
  /** Integer minor units. */
  amount: number;
  currency: string;
  status: PaymentStatus;
  captured: number;
  refunded: number;
  method: { type: "card" | "upi"; token: string };
  idempotencyKey: string;
  declineCode: string | null;
  /** Where the 3DS page sends the customer afterwards. */
  returnUrl: string | null;
  /** Proves that whoever opens the 3DS page was given its link. Never in an answer but inside that link. */
  challenge: string | null;
  /** A pending payment decides itself at this time, whether or not the process was restarted meanwhile. */
  settles: { at: string; to: "authorized" | "expired" } | null;
  refunds: Refund[];
  createdAt: string;
  updatedAt: string;
};

export type EventType =
  | "payment.pending"
  | "payment.authorized"
  | "payment.declined"
  | "payment.captured"
  | "payment.voided"
  | "payment.refunded";

/** Forbidden by the payment's state (409) or by its amounts (422). */
export type Refusal = { status: 409 | 422; code: string; detail: string };
export type Change = { payment: Payment; event: EventType } | { refusal: Refusal };

type Asked = { amount?: number | undefined; currency?: string | undefined };

const refuse = (status: 409 | 422, code: string, detail: string): Change => ({ refusal: { status, code, detail } });

function wrongCurrency(payment: Payment, asked: Asked): Change | null {
  if (asked.currency === undefined || asked.currency === payment.currency) return null;
  return refuse(422, "currency_mismatch", `The payment is in ${payment.currency}, not ${asked.currency}.`);
}

/** Takes the authorised money, once; what is not captured is released. */
export function capture(payment: Payment, asked: Asked, now: Date): Change {
  if (payment.status !== "authorized")
    return refuse(409, `payment_${payment.status}`, `A payment that is ${payment.status} cannot be captured.`);
  const wrong = wrongCurrency(payment, asked);
  if (wrong) return wrong;
  const amount = asked.amount ?? payment.amount;
  if (amount > payment.amount)
    return refuse(422, "amount_too_large", `Only ${payment.amount} is authorised; ${amount} was asked for.`);
  return {
    payment: { ...payment, status: "captured", captured: amount, updatedAt: now.toISOString() },
    event: "payment.captured",
  };
}

/** Lets the authorised money go, or ends the wait for the customer. */
export function voidPayment(payment: Payment, now: Date): Change {
  if (payment.status !== "authorized" && payment.status !== "pending")
    return refuse(409, `payment_${payment.status}`, `A payment that is ${payment.status} cannot be voided.`);
  return {
    payment: { ...payment, status: "voided", settles: null, updatedAt: now.toISOString() },
    event: "payment.voided",
  };
}

/** Gives captured money back, in one part or several. */
export function refund(
  payment: Payment,
  asked: Asked & { reason?: string | undefined },
  refundId: string,
  now: Date,
): Change {
  if (payment.status !== "captured")
    return refuse(409, `payment_${payment.status}`, `A payment that is ${payment.status} cannot be refunded.`);
  const wrong = wrongCurrency(payment, asked);
  if (wrong) return wrong;
  const left = payment.captured - payment.refunded;
  const amount = asked.amount ?? left;
  if (amount > left) return refuse(422, "amount_too_large", `Only ${left} is left to refund; ${amount} was asked for.`);
  const refunded = payment.refunded + amount;
  const entry: Refund = { id: refundId, amount, reason: asked.reason ?? null, createdAt: now.toISOString() };
  return {
    payment: {
      ...payment,
      status: refunded === payment.captured ? "refunded" : "captured",
      refunded,
      refunds: [...payment.refunds, entry],
      updatedAt: now.toISOString(),
    },
    event: "payment.refunded",
  };
}

/** A pending payment is decided: by the customer on the 3DS page or in the UPI app, or by its own expiry. */
export function settle(payment: Payment, verdict: "authorized" | { declined: string }, now: Date): Change {
  if (payment.status !== "pending")
    return refuse(409, `payment_${payment.status}`, `This payment is ${payment.status} and waits for nobody.`);
  const decided = { ...payment, settles: null, updatedAt: now.toISOString() };
  return verdict === "authorized"
    ? { payment: { ...decided, status: "authorized" }, event: "payment.authorized" }
    : { payment: { ...decided, status: "declined", declineCode: verdict.declined }, event: "payment.declined" };
}

/** What the merchant sees of a payment. */
export function present(payment: Payment, publicUrl: string) {
  const waits = payment.status === "pending" && payment.challenge !== null;
  return {
    id: payment.id,
    reference: payment.reference,
    amount: payment.amount,
    currency: payment.currency,
    status: payment.status,
    captured: payment.captured,
    refunded: payment.refunded,
    method: payment.method,
    idempotencyKey: payment.idempotencyKey,
    declineCode: payment.declineCode,
    nextAction: waits
      ? { type: "redirect" as const, url: `${publicUrl}/3ds/${payment.id}?challenge=${payment.challenge}` }
      : null,
    refunds: payment.refunds,
    createdAt: payment.createdAt,
    updatedAt: payment.updatedAt,
  };
}
export type PresentedPayment = ReturnType<typeof present>;
