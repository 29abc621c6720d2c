import { createHash, createHmac } from "node:crypto";
import { Stripe } from "stripe";
import type { OnlineProvider } from "../port.ts";
import type { WebhookMessage } from "../webhook.ts";

export const WEBHOOK_SECRETS = {
  sandbox: "whsec_sandbox_of_the_tests",
  stripe: "whsec_stripe_of_the_tests",
  razorpay: "razorpay_secret_of_the_tests",
} as const;

interface ToldOf {
  readonly gatewayId: string;
  readonly idempotencyKey?: string;
}

/** The body by which a gateway tells that a charge was authorised, in the form that it documents. */
export function webhookEvent(provider: OnlineProvider, charge: ToldOf, at: Date): string {
  const { gatewayId: id, idempotencyKey = "" } = charge;
  const seconds = Math.floor(at.getTime() / 1000);
  const eventId = `evt_${createHash("sha256").update(`${provider}${id}${seconds}`).digest("hex").slice(0, 24)}`;
  const person = { name: "Somebody", email: "somebody@customer.example" };
  const bodies = {
    sandbox: {
      id: eventId,
      type: "payment.authorized",
      createdAt: at.toISOString(),
      data: { payment: { id, reference: "order", idempotencyKey, status: "authorized" } },
    },
    stripe: {
      id: eventId,
      object: "event",
      type: "payment_intent.amount_capturable_updated",
      created: seconds,
      data: {
        object: {
          id,
          object: "payment_intent",
          status: "requires_capture",
          metadata: { tiffin_key: idempotencyKey },
          receipt_email: person.email,
        },
      },
    },
    razorpay: {
      entity: "event",
      account_id: "acc_of_the_tests",
      event: "payment.authorized",
      contains: ["payment"],
      payload: {
        payment: {
          entity: { id: `pay_of_${id}`, entity: "payment", order_id: id, card: { last4: "4242" }, ...person },
        },
        ...(idempotencyKey === "" ? {} : { order: { entity: { id, entity: "order", receipt: idempotencyKey } } }),
      },
      created_at: seconds,
    },
  };
  return JSON.stringify(bodies[provider]);
}

/** A delivery with the headers that the gateway signs it by. */
export function signedWebhook(
  provider: OnlineProvider,
  body: string,
  { at, secret = WEBHOOK_SECRETS[provider] }: { readonly at: Date; readonly secret?: string },
): WebhookMessage & { readonly headers: Record<string, string> } {
  const headers = headersOf(provider, body, at, secret);
  return { body, headers, header: (name) => headers[name] };
}

function headersOf(provider: OnlineProvider, body: string, at: Date, secret: string): Record<string, string> {
  const t = Math.floor(at.getTime() / 1000);
  const hmac = (text: string) => createHmac("sha256", secret).update(text).digest("hex");
  switch (provider) {
    case "sandbox":
      return { "sandbox-signature": `t=${t},v1=${hmac(`${t}.${body}`)}` };
    case "stripe": {
      const header = Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp: t });
      return { "stripe-signature": header };
    }
    case "razorpay":
      return { "x-razorpay-signature": hmac(body), "x-razorpay-event-id": "evt_of_razorpay" };
    default:
      return provider satisfies never;
  }
}
