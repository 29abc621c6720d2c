import { setTimeout as sleep } from "node:timers/promises";
import {
  findPaymentOfCharge,
  markWebhookProcessed,
  takeWebhookEvent,
  type PaymentRow,
} from "@tiffin/db/queries/payments";
import { DomainError } from "@tiffin/domain/errors";
import { keepEcho } from "./echoes.ts";
import { ownCharge, type RecordedCharge } from "./own-charges.ts";
import { isAhead } from "./record-truth.ts";
import { reconcilePayment, type PaymentPorts, type Reconciliation } from "./reconcile-payment.ts";
import type { PaymentWebhook } from "./webhook.ts";

export type WebhookOutcome =
  | { readonly kind: "processed"; readonly reconciliation: Reconciliation }
  /** It came before and was processed to its end. */
  | { readonly kind: "duplicate" }
  /** It says nothing that wasn't recorded already. */
  | { readonly kind: "known" }
  /** About a charge that is not ours. */
  | { readonly kind: "ignored" };

/** A gateway that has not answered by then may not answer at all: its event may be all that we hear. */
const OWN_CHARGE_MS = 500;
/** By then whoever asked the gateway has written down its answer. */
const OWN_ANSWER_MS = 100;

/**
 * Processes a verified webhook once by its event id. It is a wake-up only: what it says is not believed but asked of the
 * gateway, so webhooks may come late, twice or in any order.
 *
 * @throws DomainError UNAVAILABLE when the gateway can't be asked: answer 503, and it will send the event again.
 */
export async function handlePaymentWebhook(
  ports: PaymentPorts,
  webhook: PaymentWebhook,
  now: Date,
): Promise<WebhookOutcome> {
  const { db } = ports;
  const { provider, eventId, type, payload, gatewayId, idempotencyKey } = webhook;
  // A gateway tells us of all that we asked it for: nearly always it is this process that did, and nothing is to be read.
  const asked = ownCharge(db, idempotencyKey);
  const own = asked && (await Promise.race([asked, sleep(OWN_CHARGE_MS, null, { ref: false })]));
  if (own !== null && isRecorded(own, webhook)) {
    await keepEcho(db, { provider, eventId, type, payload, processedAt: now });
    return { kind: "known" };
  }
  const find = () => findPaymentOfCharge(db, provider, { gatewayId, idempotencyKey });
  let payment = await find();
  if (payment !== undefined && isAboutToBeRecorded(payment, webhook)) {
    await sleep(OWN_ANSWER_MS);
    payment = await find();
  }
  const isKnown = payment !== undefined && isRecorded(payment, webhook);
  const fresh = await takeWebhookEvent(db, { provider, eventId, type, payload, processedAt: isKnown ? now : null });
  if (isKnown) return { kind: "known" };
  if (!fresh) return { kind: "duplicate" };
  if (!payment) {
    await markWebhookProcessed(db, provider, eventId, now);
    return { kind: "ignored" };
  }
  const reconciliation = await reconcilePayment(ports, payment.id, now, gatewayId);
  if (reconciliation.unreachable)
    throw new DomainError("UNAVAILABLE", "The payment gateway can't be asked now.", { retryAfterSeconds: 5 });
  await markWebhookProcessed(db, provider, eventId, now);
  return { kind: "processed", reconciliation };
}

/**
 * Whether it is the echo of what we are asking the gateway for at this moment: the answer to that is on its way to us, too,
 * and whoever asked will write it down.
 */
function isAboutToBeRecorded({ status }: PaymentRow, { claims }: PaymentWebhook): boolean {
  return (
    (status === "CREATED" && claims?.status === "authorized") ||
    (status === "AUTHORIZED" && claims?.status === "captured")
  );
}

/** Whether the row says what the event does, or more: it is an echo, or was overtaken. */
function isRecorded(payment: RecordedCharge, { gatewayId, claims }: PaymentWebhook): boolean {
  if (claims === undefined || payment.providerReference !== gatewayId) return false;
  const { status, captured, refunded } = claims;
  // Money for a charge that was closed is no echo: a customer may have tried once more.
  const isRevived = status === "authorized" && (payment.status === "DECLINED" || payment.status === "VOIDED");
  if (isRevived) return false;
  return !isAhead(status, payment.status) && captured <= payment.captured && refunded <= payment.refunded;
}
