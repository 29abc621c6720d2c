import { declineCode, notFoundOrUnknown, refusedOrUnknown, type GatewayAnswer } from "../gateway-answer.ts";
import { razorpayUnits } from "../minor-units.ts";
import type {
  AuthoriseResult,
  CaptureRequest,
  ChangeResult,
  PaymentGateway,
  RefundRequest,
  RetrieveResult,
} from "../port.ts";
import { openRazorpay, type RazorpayOptions, type RazorpayOrder } from "./razorpay-client.ts";
import { isCaptured, isLetGo, NOTES, paidBy, recordOf, type RazorpayCharge } from "./razorpay-record.ts";

/** What nobody captured by then Razorpay gives back by itself. An order is eaten long before. */
const CAPTURE_WITHIN_MINUTES = 24 * 60;

/**
 * Cards and UPI by Razorpay. A charge is an order there: the customer pays it in Razorpay's own checkout, with as many
 * attempts as they need, and we capture the payment that came of it. The order's id is the charge's.
 */
export function createRazorpayGateway(options: RazorpayOptions): PaymentGateway {
  const razorpay = openRazorpay(options);
  const record = (charge: RazorpayCharge) => recordOf(charge, options.keyId);

  async function withPayments(order: RazorpayOrder): Promise<GatewayAnswer<RazorpayCharge>> {
    if (order.status === "created") return { kind: "ok", body: { order, payments: [] } };
    const payments = await razorpay.paymentsOf(order.id);
    return payments.kind === "ok" ? { kind: "ok", body: { order, payments: payments.body } } : payments;
  }

  async function read(orderId: string): Promise<GatewayAnswer<RazorpayCharge>> {
    const order = await razorpay.order(orderId);
    return order.kind === "ok" ? withPayments(order.body) : order;
  }

  /** How it stands after a change; `isDone` tells whether the change is in it, whoever made it. */
  async function outcome(
    orderId: string,
    answer: GatewayAnswer<unknown>,
    isDone: (charge: RazorpayCharge) => boolean,
  ): Promise<ChangeResult> {
    if (answer.kind === "unknown") return refusedOrUnknown(answer);
    const now = await read(orderId);
    if (now.kind === "ok" && isDone(now.body)) return { kind: "done", payment: record(now.body) };
    if (answer.kind === "refused") return refusedOrUnknown(answer);
    return { kind: "unknown", reason: "Razorpay took the change, but does not show it yet" };
  }

  async function capture({ gatewayId, money }: CaptureRequest): Promise<ChangeResult> {
    const before = await read(gatewayId);
    if (before.kind !== "ok") return refusedOrUnknown(before);
    const { order } = before.body;
    const payment = paidBy(before.body);
    if (payment === null || isLetGo(before.body)) return notNow(record(before.body).status);
    if (razorpayUnits.toGateway(money) !== order.amount)
      return refused("amount_not_supported", "Razorpay captures a payment whole.");
    if (payment.status !== "authorized")
      return isCaptured(payment) ? { kind: "done", payment: record(before.body) } : notNow("voided");
    // Needs no key: a payment is captured once, and says so when it is asked again.
    const answer = await razorpay.capture(payment.id, order.amount, order.currency);
    return outcome(gatewayId, answer, (charge) => paidBy(charge)?.status === "captured");
  }

  /**
   * Razorpay has no way to let an authorised payment go but to wait until it expires. So the order is marked first,
   * which nothing can be captured for any more, and what the customer paid is captured and given back at once. A crash
   * in between leaves a charge that is still to be let go.
   */
  async function letGo(gatewayId: string, key: string): Promise<ChangeResult> {
    const before = await read(gatewayId);
    if (before.kind !== "ok") return refusedOrUnknown(before);
    const { order } = before.body;
    const payment = paidBy(before.body);
    if (!isLetGo(before.body)) {
      if (payment !== null && isCaptured(payment)) return notNow("captured");
      const marked = await razorpay.note(order.id, { ...order.notes, [NOTES.voided]: "1" });
      if (marked.kind !== "ok") return refusedOrUnknown(marked);
    }
    // Whoever paid in the meantime is not forgotten: the record says so, and the next call comes here again.
    if (payment?.status === "authorized") {
      const taken = await razorpay.capture(payment.id, order.amount, order.currency);
      if (taken.kind === "unknown") return refusedOrUnknown(taken);
    }
    if (payment === null || payment.status === "refunded")
      return outcome(gatewayId, { kind: "ok", body: null }, (charge) => record(charge).status === "voided");
    const back = {
      amount: payment.amount - (payment.amount_refunded ?? 0),
      speed: "optimum",
      notes: { [NOTES.key]: key },
    } as const;
    const answer = await razorpay.refund(payment.id, back, headerKey(key));
    return outcome(gatewayId, answer, (charge) => record(charge).status === "voided");
  }

  async function refund({ gatewayId, idempotencyKey, money, reason }: RefundRequest): Promise<ChangeResult> {
    const before = await read(gatewayId);
    if (before.kind !== "ok") return refusedOrUnknown(before);
    const payment = paidBy(before.body);
    if (payment === null || isLetGo(before.body) || !isCaptured(payment)) return notNow(record(before.body).status);
    const amount = razorpayUnits.toGateway(money);
    if (amount === null) return refused("amount_not_supported", "Razorpay can't give back this amount exactly.");

    // Refunds are never forgotten, keys may be: one that was made is not made again.
    const made = await razorpay.refundsOf(payment.id);
    if (made.kind !== "ok") return refusedOrUnknown(made);
    const known = made.body.find(({ notes }) => notes[NOTES.key] === idempotencyKey);
    if (known?.status === "failed") return refundFailed;
    if (known !== undefined) return { kind: "done", payment: record(before.body) };
    const notes = { [NOTES.key]: idempotencyKey, ...(reason ? { reason: reason.slice(0, 250) } : {}) };
    const answer = await razorpay.refund(payment.id, { amount, speed: "optimum", notes }, headerKey(idempotencyKey));
    if (answer.kind !== "ok") return refusedOrUnknown(answer);
    return answer.body.status === "failed" ? refundFailed : outcome(gatewayId, answer, () => true);
  }

  return {
    provider: "razorpay",
    methods: ["card", "upi"],
    asksForInstrument: true,

    async authorise({ idempotencyKey, reference, money, instrument }): Promise<AuthoriseResult> {
      if (instrument.type === "cash") return { kind: "declined", code: "method_not_supported" };
      const amount = razorpayUnits.toGateway(money);
      if (amount === null) return { kind: "declined", code: "amount_not_supported" };
      const made = await razorpay.createOrder({
        amount,
        currency: money.currency,
        receipt: idempotencyKey,
        unique_receipt: true,
        payment: {
          capture: "manual",
          capture_options: { manual_expiry_period: CAPTURE_WITHIN_MINUTES, refund_speed: "optimum" },
        },
        notes: { [NOTES.order]: reference, [NOTES.key]: idempotencyKey },
      });
      const charge = made.kind === "ok" ? await withPayments(made.body) : made;
      if (charge.kind === "unknown") return { kind: "unknown", reason: charge.reason };
      if (charge.kind === "refused") return { kind: "declined", code: declineCode(charge) };
      const payment = record(charge.body);
      if (payment.nextAction) return { kind: "requiresAction", payment, nextAction: payment.nextAction };
      if (payment.status === "voided") return { kind: "declined", code: "payment_closed", payment };
      return { kind: "authorised", payment };
    },

    capture,
    void: ({ gatewayId, idempotencyKey }) => letGo(gatewayId, idempotencyKey),
    refund,

    async retrieve(request): Promise<RetrieveResult> {
      if ("gatewayId" in request) {
        const charge = await read(request.gatewayId);
        return charge.kind === "ok" ? { kind: "found", payment: record(charge.body) } : notFoundOrUnknown(charge);
      }
      const orders = await razorpay.ordersOf(request.idempotencyKey);
      if (orders.kind !== "ok") return notFoundOrUnknown(orders);
      const [order] = orders.body;
      if (order === undefined) return { kind: "notFound" };
      const charge = await withPayments(order);
      return charge.kind === "ok" ? { kind: "found", payment: record(charge.body) } : notFoundOrUnknown(charge);
    },
  };
}

/** Razorpay's keys are of letters, digits, hyphens and underscores. */
const headerKey = (key: string) => key.replaceAll(/[^\w-]/g, "_");

const refused = (code: string, detail: string): ChangeResult => ({ kind: "refused", code, detail });
const refundFailed = refused("refund_failed", "Razorpay could not give it back: the customer's bank refused it.");
const notNow = (status: string) => refused(`payment_${status}`, `A payment that is ${status} does not allow this.`);
