/**
 * What Tiffin asks of a payment gateway. One adapter for each gateway, all held to `payments.contract.ts`.
 *
 * Two rules make money safe here:
 * - Every call that changes something carries an idempotency key that was written to our database first. A call may
 *   therefore be repeated with the same key and the same amounts as often as needed: it acts once.
 * - No answer is not a refusal. A time-out, a broken connection or a 5xx is `unknown`: the gateway may have acted.
 *   Never charge again under a new key after `unknown`; ask with `retrieve` (the reconciler does).
 */

/** Integer minor units of an ISO 4217 currency (INR 125.50 is `{amount: 12550, currency: "INR"}`). */
export type GatewayMoney = { readonly amount: number; readonly currency: string };

/** `token` stands for the card or UPI address, and is null where the gateway's own checkout asks; card numbers never reach us. */
export type PaymentInstrument =
  | { readonly type: "card"; readonly token: string | null }
  | { readonly type: "upi"; readonly token: string | null }
  | { readonly type: "cash" };

/** What the customer must do before the gateway decides. */
export type NextAction =
  /** Follow a link (3DS). */
  | { readonly type: "redirect"; readonly url: string }
  /** Let Stripe.js take them through it. */
  | { readonly type: "stripe"; readonly clientSecret: string; readonly publishableKey?: string }
  /** Pay in Razorpay's own checkout, by card or UPI. */
  | { readonly type: "razorpay"; readonly orderId: string; readonly keyId: string };

export const GATEWAY_STATUSES = ["pending", "authorized", "captured", "voided", "refunded", "declined"] as const;
export type GatewayStatus = (typeof GATEWAY_STATUSES)[number];

/** The gateway's own record: the truth whenever our row says something else. Amounts in minor units. */
export type GatewayPayment = {
  readonly gatewayId: string;
  /** Our order's id, as we gave it. */
  readonly reference: string;
  /** The key the authorisation was made under: the payment's own. */
  readonly idempotencyKey: string;
  readonly status: GatewayStatus;
  readonly amount: number;
  readonly currency: string;
  readonly captured: number;
  readonly refunded: number;
  readonly declineCode?: string;
  readonly nextAction?: NextAction;
};

export type AuthoriseRequest = {
  /** The payment's own key, stored with the payment's row before this call. */
  readonly idempotencyKey: string;
  /** Our order's id; the gateway can be asked by it. */
  readonly reference: string;
  readonly money: GatewayMoney;
  readonly instrument: PaymentInstrument;
  /** Where the gateway's page sends the customer back to; with a `payment` in its query, which tells our page so. */
  readonly returnUrl?: string;
};

export type AuthoriseResult =
  | { readonly kind: "authorised"; readonly payment: GatewayPayment }
  | { readonly kind: "requiresAction"; readonly payment: GatewayPayment; readonly nextAction: NextAction }
  | { readonly kind: "pending"; readonly payment: GatewayPayment }
  | { readonly kind: "declined"; readonly code: string; readonly payment?: GatewayPayment }
  | { readonly kind: "unknown"; readonly reason: string };

/** `done` also when it had been done before. `refused`: the gateway's rules forbid it (e.g. capture of a voided one). */
export type ChangeResult =
  | { readonly kind: "done"; readonly payment: GatewayPayment }
  | { readonly kind: "refused"; readonly code: string; readonly detail: string }
  | { readonly kind: "unknown"; readonly reason: string };

export type RetrieveResult =
  | { readonly kind: "found"; readonly payment: GatewayPayment }
  | { readonly kind: "notFound" }
  | { readonly kind: "unknown"; readonly reason: string };

export type CaptureRequest = {
  readonly gatewayId: string;
  readonly idempotencyKey: string;
  /** At most what was authorised; the rest is released. */
  readonly money: GatewayMoney;
};
export type VoidRequest = { readonly gatewayId: string; readonly idempotencyKey: string };
export type RefundRequest = {
  readonly gatewayId: string;
  readonly idempotencyKey: string;
  /** At most what was captured and not yet refunded. */
  readonly money: GatewayMoney;
  readonly reason?: string;
};
/** By the gateway's id, or, when its answer was lost, by the key we authorised under and our order's id. */
export type RetrieveRequest =
  | { readonly gatewayId: string }
  | {
      readonly reference: string;
      readonly idempotencyKey: string;
      /** When the payment's row was written: a gateway that can only be searched by time looks from then on. */
      readonly since: Date;
    };

/** Gateways keep keys for a day at least: under one that is older nothing is authorised again, it could be a second charge. */
export const KEY_LIFETIME_MS = 20 * 3_600_000;

/** Those that take cards and UPI. */
export type OnlineProvider = "sandbox" | "stripe" | "razorpay";

export interface PaymentGateway {
  /** The provider's name as it stands in `payments.provider`. */
  readonly provider: OnlineProvider | "cash";
  /** What it takes. */
  readonly methods: readonly PaymentInstrument["type"][];
  /** Its own checkout asks the customer for the card or UPI address: we need no token of it. */
  readonly asksForInstrument: boolean;
  authorise(request: AuthoriseRequest): Promise<AuthoriseResult>;
  capture(request: CaptureRequest): Promise<ChangeResult>;
  void(request: VoidRequest): Promise<ChangeResult>;
  refund(request: RefundRequest): Promise<ChangeResult>;
  retrieve(request: RetrieveRequest): Promise<RetrieveResult>;
}

/** The gateways that are switched on; an order's payment names its own by `provider`. */
export type PaymentGateways = {
  /** The one for cards and UPI. */
  readonly online: PaymentGateway;
  readonly cash: PaymentGateway;
  /** Take no new payments; what was paid through them is still captured, let go and given back there. */
  readonly earlier?: readonly PaymentGateway[];
};

export function gatewayFor(gateways: PaymentGateways, instrument: PaymentInstrument): PaymentGateway {
  return instrument.type === "cash" ? gateways.cash : gateways.online;
}

/** The gateway that a payment was made with. @throws RangeError when it is not switched on any more. */
export function gatewayOf(gateways: PaymentGateways, provider: string): PaymentGateway {
  for (const gateway of [gateways.online, gateways.cash, ...(gateways.earlier ?? [])])
    if (gateway.provider === provider) return gateway;
  throw new RangeError(`the payment provider ${provider} is not switched on`);
}
