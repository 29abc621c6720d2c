import type { Database } from "@tiffin/db/client";
import { notFound } from "@tiffin/domain/errors";
import type { PaymentOptions } from "@tiffin/domain/wire/orders";
import { createCashGateway } from "./cash-gateway.ts";
import type { OnlineProvider, PaymentGateway, PaymentGateways } from "./port.ts";
import { createRazorpayGateway } from "./razorpay/razorpay-gateway.ts";
import { verifyRazorpayWebhook } from "./razorpay/razorpay-webhook.ts";
import { createSandboxGateway } from "./sandbox-gateway.ts";
import { verifySandboxWebhook } from "./sandbox-webhook.ts";
import { createStripeGateway } from "./stripe/stripe-gateway.ts";
import { verifyStripeWebhook } from "./stripe/stripe-webhook.ts";
import type { PaymentWebhook, WebhookMessage } from "./webhook.ts";

/** The gateways that are set up. One takes what is paid from now on; the others go on with what was paid through them. */
export interface PaymentsConfig {
  readonly provider: OnlineProvider;
  readonly sandbox: SandboxConfig | null;
  readonly stripe: StripeConfig | null;
  readonly razorpay: RazorpayConfig | null;
}

interface WebhookSecret {
  /** Null in a process that takes no webhooks. */
  readonly webhookSecret: string | null;
}
export interface SandboxConfig extends WebhookSecret {
  readonly url: string;
  readonly apiKey: string;
}
export interface StripeConfig extends WebhookSecret {
  readonly secretKey: string;
  readonly publishableKey: string | undefined;
  readonly baseUrl: string | undefined;
}
export interface RazorpayConfig extends WebhookSecret {
  readonly keyId: string;
  readonly keySecret: string;
  readonly baseUrl: string | undefined;
}

/** @throws RangeError when the provider that takes payments is not set up */
export function createPaymentGateways(config: PaymentsConfig, db: Database): PaymentGateways {
  const { sandbox, stripe, razorpay } = config;
  const all: PaymentGateway[] = [
    ...(sandbox ? [createSandboxGateway(sandbox)] : []),
    ...(stripe ? [createStripeGateway(stripe)] : []),
    ...(razorpay ? [createRazorpayGateway(razorpay)] : []),
  ];
  const online = all.find(({ provider }) => provider === config.provider);
  if (online === undefined) throw new RangeError(`the payment provider ${config.provider} is not set up`);
  return { online, cash: createCashGateway(db), earlier: all.filter((gateway) => gateway !== online) };
}

/** How one can pay here, and what a browser needs for it. */
export function paymentOptions(config: PaymentsConfig, { online, cash }: PaymentGateways): PaymentOptions {
  const { provider, stripe, razorpay } = config;
  return {
    provider,
    methods: [...online.methods, ...cash.methods],
    needsToken: !online.asksForInstrument,
    ...(provider === "stripe" && stripe?.publishableKey ? { publishableKey: stripe.publishableKey } : {}),
    ...(provider === "razorpay" && razorpay ? { keyId: razorpay.keyId } : {}),
  };
}

const verifiers = {
  sandbox: verifySandboxWebhook,
  stripe: verifyStripeWebhook,
  razorpay: verifyRazorpayWebhook,
} as const;

/**
 * Checks that a delivery is a gateway's own, and reads which event it is.
 * @throws DomainError NOT_FOUND when that gateway is not set up here; SIGNATURE_INVALID; VALIDATION_FAILED
 */
export function verifyPaymentWebhook(
  config: PaymentsConfig,
  provider: OnlineProvider,
  message: WebhookMessage,
  now: Date,
): PaymentWebhook {
  const secret = config[provider]?.webhookSecret;
  if (!secret) throw notFound("payment gateway here: it is not configured");
  return verifiers[provider](secret, message, now);
}
