import type { Stripe } from "stripe";
import { declineCode, isNotLetIn, notFoundOrUnknown, refusedOrUnknown } from "../gateway-answer.ts";
import { stripeUnits } from "../minor-units.ts";
import type { AuthoriseRequest, AuthoriseResult, ChangeResult, PaymentGateway, RetrieveResult } from "../port.ts";
import { findIntent } from "./find-intent.ts";
import { askStripe, openStripe, type StripeAnswer, type StripeOptions } from "./stripe-client.ts";
import { METADATA, recordOf } from "./stripe-record.ts";

const WITH_CHARGE = { expand: ["latest_charge"] };

/**
 * Cards by Stripe: a PaymentIntent that is confirmed at once and captured later. The token is the id of a PaymentMethod
 * (`pm_…`), which Stripe.js makes of a card in the customer's browser.
 */
export function createStripeGateway(options: StripeOptions): PaymentGateway {
  const stripe = openStripe(options);
  const record = (intent: Stripe.PaymentIntent) => recordOf(intent, options.publishableKey);
  const retrieve = (id: string) => askStripe(() => stripe.paymentIntents.retrieve(id, WITH_CHARGE));

  /** A change that Stripe refuses because it was made before, under another key, was made. */
  async function change(
    gatewayId: string,
    isDone: (intent: Stripe.PaymentIntent) => boolean,
    call: () => Promise<Stripe.PaymentIntent>,
  ): Promise<ChangeResult> {
    const answer = await askStripe(call);
    if (answer.kind === "ok") return { kind: "done", payment: record(answer.body) };
    if (answer.kind === "unknown" || isNotLetIn(answer.status)) return refusedOrUnknown(answer);
    const now = await retrieve(gatewayId);
    return now.kind === "ok" && isDone(now.body)
      ? { kind: "done", payment: record(now.body) }
      : refusedOrUnknown(answer);
  }

  return {
    provider: "stripe",
    // Stripe can't hold money of a UPI account until the food is picked up.
    methods: ["card"],
    asksForInstrument: false,

    async authorise(request): Promise<AuthoriseResult> {
      const { instrument, money, idempotencyKey } = request;
      if (instrument.type !== "card") return { kind: "declined", code: "method_not_supported" };
      if (instrument.token === null) return { kind: "declined", code: "token_missing" };
      const amount = stripeUnits.toGateway(money);
      if (amount === null) return { kind: "declined", code: "amount_not_supported" };
      const params = intentParams(request, amount, instrument.token);
      const answer = await askStripe(() => stripe.paymentIntents.create(params, { idempotencyKey }));
      if (answer.kind === "unknown") return { kind: "unknown", reason: answer.reason };
      if (answer.kind === "refused") {
        const declined = answer.intent && record(answer.intent);
        return {
          kind: "declined",
          code: declineCode(answer),
          ...(declined?.status === "declined" ? { payment: declined } : {}),
        };
      }
      const payment = record(answer.body);
      if (payment.status === "declined") return { kind: "declined", code: payment.declineCode ?? "declined", payment };
      if (payment.status !== "pending") return { kind: "authorised", payment };
      return payment.nextAction
        ? { kind: "requiresAction", payment, nextAction: payment.nextAction }
        : { kind: "pending", payment };
    },

    async capture({ gatewayId, idempotencyKey, money }) {
      const amount = stripeUnits.toGateway(money);
      if (amount === null) return notSayable;
      return change(
        gatewayId,
        (intent) => intent.status === "succeeded" && intent.amount_received === amount,
        () =>
          stripe.paymentIntents.capture(gatewayId, { amount_to_capture: amount, ...WITH_CHARGE }, { idempotencyKey }),
      );
    },

    void: ({ gatewayId, idempotencyKey }) =>
      change(
        gatewayId,
        (intent) => intent.status === "canceled",
        () => stripe.paymentIntents.cancel(gatewayId, WITH_CHARGE, { idempotencyKey }),
      ),

    async refund({ gatewayId, idempotencyKey, money, reason }) {
      const amount = stripeUnits.toGateway(money);
      if (amount === null) return notSayable;
      // Stripe forgets keys after a day, its refunds never: one that was made is not made again.
      const made = await askStripe(() => stripe.refunds.list({ payment_intent: gatewayId, limit: 100 }));
      if (made.kind !== "ok") return refusedOrUnknown(made);
      let refund = made.body.data.find(({ metadata }) => metadata?.[METADATA.key] === idempotencyKey);
      if (refund === undefined) {
        const metadata = { [METADATA.key]: idempotencyKey, ...(reason ? { reason: reason.slice(0, 500) } : {}) };
        const params = { payment_intent: gatewayId, amount, metadata };
        const answer = await askStripe(() => stripe.refunds.create(params, { idempotencyKey }));
        if (answer.kind !== "ok") return refusedOrUnknown(answer);
        refund = answer.body;
      }
      if (refund.status === "failed" || refund.status === "canceled") return refundFailed;
      const now = await retrieve(gatewayId);
      return now.kind === "ok"
        ? { kind: "done", payment: record(now.body) }
        : { kind: "unknown", reason: "refunded; but Stripe did not say how it stands now" };
    },

    async retrieve(request): Promise<RetrieveResult> {
      const answer: StripeAnswer<Stripe.PaymentIntent | null> =
        "gatewayId" in request
          ? await retrieve(request.gatewayId)
          : await askStripe(() => findIntent(stripe, request.idempotencyKey, request.since));
      if (answer.kind !== "ok") return notFoundOrUnknown(answer);
      return answer.body === null ? { kind: "notFound" } : { kind: "found", payment: record(answer.body) };
    },
  };
}

function intentParams(
  { reference, idempotencyKey, money, returnUrl }: AuthoriseRequest,
  amount: number,
  token: string,
): Stripe.PaymentIntentCreateParams {
  return {
    amount,
    currency: money.currency.toLowerCase(),
    payment_method: token,
    allowed_payment_method_types: ["card"],
    capture_method: "manual",
    confirm: true,
    // Stripe answers a 3DS step with a link that leads back there; without it the step is for Stripe.js.
    ...(returnUrl ? { return_url: comingBack(returnUrl) } : { use_stripe_sdk: true }),
    metadata: { [METADATA.order]: reference, [METADATA.key]: idempotencyKey },
    ...WITH_CHARGE,
  };
}

function comingBack(returnUrl: string): string {
  const url = new URL(returnUrl);
  url.searchParams.set("payment", "returned");
  return url.href;
}

const refundFailed: ChangeResult = {
  kind: "refused",
  code: "refund_failed",
  detail: "Stripe could not give it back: the customer's bank refused it.",
};
const notSayable: ChangeResult = {
  kind: "refused",
  code: "amount_not_supported",
  detail: "Stripe can't take this amount of this currency exactly.",
};
