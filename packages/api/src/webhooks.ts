import { handlePaymentWebhook, verifySandboxWebhook } from "@tiffin/core/payments";
import type { Services } from "./services.ts";

/**
 * What the payment sandbox tells us of its own accord: checked by its signature over the raw body, processed once.
 * @throws DomainError SIGNATURE_INVALID, VALIDATION_FAILED, UNAVAILABLE (the sandbox then sends it again)
 */
export async function takeSandboxWebhook(
  services: Services,
  message: { readonly body: string; readonly signature: string | undefined },
  now: Date,
): Promise<{ outcome: "processed" | "duplicate" | "ignored" }> {
  const secret = services.config.payments.webhookSecret;
  const webhook = verifySandboxWebhook({ secret, signature: message.signature, body: message.body, now });
  const { kind } = await handlePaymentWebhook(services, webhook, now);
  return { outcome: kind };
}
