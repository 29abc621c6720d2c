import {
  handlePaymentWebhook,
  verifyPaymentWebhook,
  type OnlineProvider,
  type WebhookMessage,
  type WebhookOutcome,
} from "@tiffin/core/payments";
import type { Services } from "./services.ts";

/**
 * What a payment gateway tells us of its own accord: checked by its signature over the raw body, processed once.
 * @throws DomainError NOT_FOUND when that gateway is not set up, SIGNATURE_INVALID, VALIDATION_FAILED, UNAVAILABLE (the
 * gateway then sends it again)
 */
export async function takePaymentWebhook(
  services: Services,
  provider: OnlineProvider,
  message: WebhookMessage,
  now: Date,
): Promise<{ outcome: WebhookOutcome["kind"] }> {
  const webhook = verifyPaymentWebhook(services.config.payments, provider, message, now);
  const { kind } = await handlePaymentWebhook(services, webhook, now);
  return { outcome: kind };
}
