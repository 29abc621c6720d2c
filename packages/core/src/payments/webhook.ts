import type { GatewayPayment, OnlineProvider } from "./port.ts";

/** What a gateway's webhook says, whichever gateway it is: which event, and about which charge. */
export interface PaymentWebhook {
  readonly provider: OnlineProvider;
  readonly eventId: string;
  readonly type: string;
  /** The charge, by the gateway's id and by our key, as far as the event names them. */
  readonly gatewayId: string | null;
  readonly idempotencyKey: string | null;
  /**
   * How the charge stood, where the event says so. It is believed only as far as we know it already: then nothing has to
   * be asked.
   */
  readonly claims?: Pick<GatewayPayment, "status" | "captured" | "refunded">;
  /** What is kept of it: never the customer's name, card or address. */
  readonly payload: Record<string, unknown>;
}

/** A delivery as it came over the wire. */
export interface WebhookMessage {
  /** The bytes that were signed, as text. */
  readonly body: string;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
