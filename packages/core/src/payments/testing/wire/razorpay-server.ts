import { randomUUID } from "node:crypto";
import { startWireServer, type WireAnswer, type WireRequest, type WireServer } from "./wire-server.ts";

export const RAZORPAY_KEY = { keyId: "rzp_test_of_the_tests", keySecret: "secret_of_the_tests" };

interface Payment {
  readonly id: string;
  readonly orderId: string;
  readonly amount: number;
  readonly currency: string;
  readonly method: string;
  status: string;
  captured: boolean;
  refunded: number;
}
interface Order {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly receipt: string;
  notes: Record<string, string>;
}
interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly notes: Record<string, string>;
  readonly status: string;
}

class Failure extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface RazorpayServer extends WireServer {
  orders(reference: string): readonly { readonly id: string }[];
  /** What the customer does in Razorpay's checkout. */
  pay(orderId: string, how: "card" | "upi", outcome: "authorized" | "failed"): string;
  /** The customers' bank takes no refunds, or does again. */
  refuseRefunds(refuses: boolean): void;
  /** Nobody captured it in time: Razorpay gives it back by itself. */
  expire(orderId: string): void;
}

/**
 * Speaks Razorpay's API as it is documented (https://razorpay.com/docs/api): JSON under basic authentication, orders
 * found by receipt and made once with `unique_receipt`, refunds once by `X-Refund-Idempotency`, error objects.
 */
export async function startRazorpayServer(): Promise<RazorpayServer> {
  const orders = new Map<string, Order>();
  const payments = new Map<string, Payment>();
  const refunds: Refund[] = [];
  let bankRefuses = false;
  const refundKeys = new Map<string, { request: string; answer: WireAnswer }>();
  const basic = `Basic ${btoa(`${RAZORPAY_KEY.keyId}:${RAZORPAY_KEY.keySecret}`)}`;

  const server = await startWireServer((request) => {
    if (request.headers["authorization"] !== basic) return failed(new Failure(401, "Authentication failed"));
    const key = request.headers["x-refund-idempotency"];
    const before = key === undefined ? undefined : refundKeys.get(key);
    const told = `${request.path} ${request.body}`;
    if (before !== undefined) {
      if (before.request === told) return before.answer;
      return failed(new Failure(400, "Different request with the same idempotency key has already been processed."));
    }
    const answer = answerTo(request);
    if (key !== undefined && answer.status === 200) refundKeys.set(key, { request: told, answer });
    return answer;
  });

  function answerTo(request: WireRequest): WireAnswer {
    try {
      return { status: 200, body: route(request) };
    } catch (error) {
      if (error instanceof Failure) return failed(error);
      throw error;
    }
  }

  function route({ method, path, body }: WireRequest): unknown {
    const { pathname, searchParams } = new URL(path, "http://razorpay");
    const sent = (body === "" ? {} : JSON.parse(body)) as Record<string, unknown>;
    const [, kind, id, action] = /^\/v1\/(orders|payments)(?:\/([^/]+))?(?:\/(\w+))?$/.exec(pathname) ?? [];
    if (kind === "orders" && id === undefined)
      return method === "POST" ? create(sent) : list(ordersOf(searchParams.get("receipt")));
    if (kind === "orders") {
      const order = orders.get(id ?? "");
      if (order === undefined) throw new Failure(400, "The id provided does not exist");
      if (action === "payments") return listPayments(order);
      if (method === "PATCH") order.notes = sent["notes"] as Record<string, string>;
      return wireOrder(order);
    }
    const payment = payments.get(id ?? "");
    if (kind !== "payments" || payment === undefined) throw new Failure(400, "The id provided does not exist");
    if (action === "refunds") return { items: refunds.filter(({ paymentId }) => paymentId === payment.id) };
    if (action === "refund") return refund(payment, sent);
    if (action === "capture") capture(payment, sent);
    return wirePayment(payment);
  }

  const ordersOf = (receipt: string | null) => [...orders.values()].filter((order) => order.receipt === receipt);
  const list = (found: readonly Order[]) => ({
    entity: "collection",
    count: found.length,
    items: found.map(wireOrder),
  });

  function create(sent: Record<string, unknown>): unknown {
    const [known] = ordersOf(String(sent["receipt"]));
    if (known !== undefined && sent["unique_receipt"] === true) return wireOrder(known);
    if (Number(sent["amount"]) < 100) throw new Failure(400, "The amount must be at least INR 1.00");
    const order: Order = {
      id: `order_${randomUUID().slice(0, 13)}`,
      amount: Number(sent["amount"]),
      currency: String(sent["currency"]),
      receipt: String(sent["receipt"]),
      notes: sent["notes"] as Record<string, string>,
    };
    orders.set(order.id, order);
    return wireOrder(order);
  }

  const attempts = (order: Order) => [...payments.values()].filter(({ orderId }) => orderId === order.id);

  function wireOrder(order: Order): unknown {
    const tried = attempts(order);
    const status = tried.some(({ captured }) => captured) ? "paid" : tried.length > 0 ? "attempted" : "created";
    const notes = Object.keys(order.notes).length === 0 ? [] : order.notes;
    return { ...order, notes, entity: "order", status, attempts: tried.length, created_at: 1_700_000_000 };
  }

  const listPayments = (order: Order) => ({ entity: "collection", items: attempts(order).map(wirePayment) });

  const wirePayment = ({ orderId, refunded, ...payment }: Payment) => ({
    ...payment,
    entity: "payment",
    order_id: orderId,
    amount_refunded: refunded,
    email: "somebody@customer.example",
    contact: "+919000090000",
    notes: [],
  });

  function capture(payment: Payment, sent: Record<string, unknown>): void {
    if (payment.status === "captured") throw new Failure(400, "This payment has already been captured");
    if (payment.status !== "authorized")
      throw new Failure(400, "Only payments which have been authorized and not yet captured can be captured");
    if (sent["amount"] !== payment.amount || sent["currency"] !== payment.currency)
      throw new Failure(400, "Capture amount must be equal to the amount authorized");
    payment.status = "captured";
    payment.captured = true;
  }

  function refund(payment: Payment, sent: Record<string, unknown>): unknown {
    const amount = Number(sent["amount"]);
    if (!payment.captured) throw new Failure(400, "The payment status should be captured for action to be taken");
    if (payment.refunded === payment.amount) throw new Failure(400, "The payment has been fully refunded already");
    if (payment.refunded + amount > payment.amount)
      throw new Failure(400, "The total refund amount is greater than the refund payment amount");
    const status = bankRefuses ? "failed" : "processed";
    if (!bankRefuses) payment.refunded += amount;
    if (payment.refunded === payment.amount) payment.status = "refunded";
    const notes = sent["notes"] as Record<string, string>;
    const made = { id: `rfnd_${randomUUID().slice(0, 13)}`, paymentId: payment.id, amount, notes, status };
    refunds.push(made);
    return { ...made, entity: "refund", payment_id: payment.id };
  }

  return Object.assign(server, {
    orders: (reference: string) => [...orders.values()].filter(({ notes }) => notes["tiffin_order"] === reference),
    pay(orderId: string, method: "card" | "upi", status: "authorized" | "failed") {
      const order = orders.get(orderId);
      if (order === undefined) throw new Error(`there is no ${orderId}`);
      const { amount, currency } = order;
      const id = `pay_${randomUUID().slice(0, 13)}`;
      payments.set(id, { id, orderId, amount, currency, method, status, captured: false, refunded: 0 });
      return id;
    },
    refuseRefunds(refuses: boolean) {
      bankRefuses = refuses;
    },
    expire(orderId: string) {
      for (const payment of payments.values())
        if (payment.orderId === orderId && payment.status === "authorized")
          Object.assign(payment, { status: "refunded", refunded: payment.amount });
    },
  });
}

const failed = ({ status, message: description }: Failure): WireAnswer => ({
  status,
  body: { error: { code: "BAD_REQUEST_ERROR", description, source: "business", reason: "input_validation_failed" } },
});
