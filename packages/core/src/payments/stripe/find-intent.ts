import type { Stripe } from "stripe";
import { METADATA } from "./stripe-record.ts";

/** Clocks differ a little; and a charge is asked for within minutes of its row, or never. */
const EARLIER_S = 60;
const LATER_S = 15 * 60;

/**
 * The intent that was made under one of our keys; null when there is none. Its list is read rather than Stripe's search:
 * that one lags behind by a minute or, on bad days, an hour, and "not found" would then mean nothing.
 */
export async function findIntent(stripe: Stripe, key: string, since: Date): Promise<Stripe.PaymentIntent | null> {
  const from = Math.floor(since.getTime() / 1000);
  const intents = stripe.paymentIntents.list({
    created: { gte: from - EARLIER_S, lte: from + LATER_S },
    limit: 100,
    expand: ["data.latest_charge"],
  });
  for await (const intent of intents) if (intent.metadata[METADATA.key] === key) return intent;
  return null;
}
