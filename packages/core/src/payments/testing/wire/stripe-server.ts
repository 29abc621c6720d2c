import { randomUUID } from "node:crypto";
import { startWireServer, type WireAnswer, type WireRequest, type WireServer } from "./wire-server.ts";

export const STRIPE_KEY = "sk_test_of_the_tests";

/** What Stripe documents of an intent, its charge and its refunds, as far as a gateway's client looks at them. */
interface Intent {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Record<string, string>;
  readonly created: number;
  readonly returnUrl: string | undefined;
  status: string;
  received: number;
  /** Of the charge: what was given back, and what a capture in part released. */
  givenBack: number;
  error: Record<string, unknown> | null;
}
interface Refund {
  readonly id: string;
  readonly intent: string;
  readonly status: string;
  readonly metadata: Record<string, string>;
}

class Failure extends Error {
  constructor(
    readonly status: number,
    readonly error: Record<string, unknown>,
  ) {
    super(String(error["message"]));
  }
}
const invalid = (message: string, code?: string, status = 400) =>
  new Failure(status, { type: "invalid_request_error", message, ...(code ? { code } : {}) });

export interface StripeServer extends WireServer {
  intents(order: string): readonly { readonly id: string; readonly status: string }[];
  /** The customers' bank takes no refunds, or does again. */
  refuseRefunds(refuses: boolean): void;
  /** Its customer tries another card, as Stripe.js lets them as long as the intent isn't cancelled. */
  confirmAgain(id: string): void;
  /** Answers the 3DS page of an intent. */
  authenticate(id: string, decision: "approve" | "refuse"): void;
}

/**
 * Speaks Stripe's API as it is documented (https://docs.stripe.com/api): form-encoded requests, Idempotency-Key with
 * replayed answers, error objects. The test cards are Stripe's own: `pm_card_visa`, `pm_card_visa_chargeDeclined`,
 * `pm_card_threeDSecure2Required`.
 */
export async function startStripeServer(): Promise<StripeServer> {
  const intents = new Map<string, Intent>();
  const refunds: Refund[] = [];
  let bankRefuses = false;
  const kept = new Map<string, { request: string; answer: WireAnswer }>();

  const server = await startWireServer((request) => {
    if (request.headers["authorization"] !== `Bearer ${STRIPE_KEY}`)
      return failed(new Failure(401, { type: "invalid_request_error", message: "Invalid API Key provided" }));
    const key = request.headers["idempotency-key"];
    const before = key === undefined ? undefined : kept.get(key);
    const told = `${request.method} ${request.path} ${request.body}`;
    if (before !== undefined) {
      if (before.request === told) return { ...before.answer, headers: { "idempotent-replayed": "true" } };
      return failed(
        new Failure(400, {
          type: "idempotency_error",
          message: "Keys for idempotent requests can only be used with the same parameters they were first used with.",
        }),
      );
    }
    const answer = answerTo(request);
    if (key !== undefined) kept.set(key, { request: told, answer });
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
    const { pathname, searchParams: query } = new URL(path, "http://stripe");
    const form = new URLSearchParams(body);
    const [, id, action] = /^\/v1\/payment_intents(?:\/([^/]+))?(?:\/(\w+))?$/.exec(pathname) ?? [];
    if (pathname === "/v1/refunds") return method === "POST" ? refund(form) : listRefunds(query);
    if (method === "POST" && pathname === "/v1/payment_intents") return create(form);
    if (method === "GET" && pathname === "/v1/payment_intents") return list(query);
    if (id === undefined) throw invalid(`Unrecognized request URL (${method}: ${pathname}).`, undefined, 404);
    const intent = intents.get(id);
    if (intent === undefined) throw invalid(`No such payment_intent: '${id}'`, "resource_missing", 404);
    if (action === "capture") capture(intent, form);
    if (action === "cancel") cancel(intent);
    return wire(intent);
  }

  function create(form: URLSearchParams): unknown {
    const amount = Number(form.get("amount"));
    if (!Number.isInteger(amount) || amount < 1) throw invalid("Invalid integer: amount", "parameter_invalid_integer");
    const intent: Intent = {
      id: `pi_${randomUUID().replaceAll("-", "")}`,
      amount,
      currency: form.get("currency") ?? "",
      metadata: metadataOf(form),
      created: Math.floor(Date.now() / 1000),
      returnUrl: form.get("return_url") ?? undefined,
      status: "requires_capture",
      received: 0,
      givenBack: 0,
      error: null,
    };
    const method = form.get("payment_method") ?? "";
    if (!method.startsWith("pm_card_")) throw invalid(`No such PaymentMethod: '${method}'`, "resource_missing");
    intents.set(intent.id, intent);
    if (method === "pm_card_threeDSecure2Required") intent.status = "requires_action";
    if (method === "pm_card_visa_chargeDeclined") {
      refuse(intent, { code: "card_declined", decline_code: "generic_decline", message: "Your card was declined." });
      throw new Failure(402, { ...intent.error, payment_intent: wire(intent) });
    }
    return wire(intent);
  }

  function refuse(intent: Intent, error: Record<string, unknown>): void {
    intent.status = "requires_payment_method";
    intent.error = { type: "card_error", ...error };
  }

  function capture(intent: Intent, form: URLSearchParams): void {
    const amount = Number(form.get("amount_to_capture") ?? intent.amount);
    if (intent.status !== "requires_capture") throw unexpectedState(intent, "captured");
    if (amount > intent.amount) throw invalid("You cannot capture more than is capturable.", "amount_too_large");
    Object.assign(intent, { status: "succeeded", received: amount, givenBack: intent.amount - amount });
  }

  function cancel(intent: Intent): void {
    if (intent.status === "succeeded" || intent.status === "canceled") throw unexpectedState(intent, "canceled");
    intent.status = "canceled";
  }

  const unexpectedState = (intent: Intent, verb: string) =>
    new Failure(400, {
      type: "invalid_request_error",
      code: "payment_intent_unexpected_state",
      message: `This PaymentIntent could not be ${verb} because it has a status of ${intent.status}.`,
      payment_intent: wire(intent),
    });

  function refund(form: URLSearchParams): unknown {
    const intent = intents.get(form.get("payment_intent") ?? "");
    if (intent === undefined) throw invalid("No such payment_intent", "resource_missing");
    if (intent.status !== "succeeded")
      throw invalid(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
    const left = intent.amount - intent.givenBack;
    const amount = Number(form.get("amount"));
    if (left === 0) throw invalid("Charge has already been refunded.", "charge_already_refunded");
    if (amount > left) throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`);
    const status = bankRefuses ? "failed" : "succeeded";
    if (!bankRefuses) intent.givenBack += amount;
    const made = { id: `re_${randomUUID()}`, intent: intent.id, status, metadata: metadataOf(form) };
    refunds.push(made);
    return { ...made, object: "refund", amount };
  }

  const listRefunds = (query: URLSearchParams) => {
    const data = refunds.filter(({ intent }) => intent === query.get("payment_intent"));
    return { object: "list", url: "/v1/refunds", has_more: false, data };
  };

  /** Newest first, page by page. */
  function list(query: URLSearchParams): unknown {
    const [from, to] = [Number(query.get("created[gte]")), Number(query.get("created[lte]"))];
    const found = [...intents.values()].toReversed().filter(({ created }) => created >= from && created <= to);
    const start = found.findIndex(({ id }) => id === query.get("starting_after")) + 1;
    const page = found.slice(start, start + Number(query.get("limit")));
    const isMore = start + page.length < found.length;
    return { object: "list", url: "/v1/payment_intents", has_more: isMore, data: page.map(wire) };
  }

  return Object.assign(server, {
    intents: (order: string) => [...intents.values()].filter(({ metadata }) => metadata["tiffin_order"] === order),
    refuseRefunds(refuses: boolean) {
      bankRefuses = refuses;
    },
    confirmAgain(id: string) {
      const intent = intents.get(id);
      if (intent?.status !== "requires_payment_method") throw new Error(`${id} takes no other card`);
      intent.status = "requires_capture";
    },
    authenticate(id: string, decision: "approve" | "refuse") {
      const intent = intents.get(id);
      if (intent?.status !== "requires_action") throw new Error(`${id} waits for nobody`);
      if (decision === "approve") intent.status = "requires_capture";
      else refuse(intent, { code: "payment_intent_authentication_failure", message: "Authentication failed." });
    },
  });
}

const failed = ({ status, error }: Failure): WireAnswer => ({ status, body: { error } });

function metadataOf(form: URLSearchParams): Record<string, string> {
  const fields = [...form].flatMap(([name, value]) => {
    const key = /^metadata\[(\w+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(fields);
}

function wire(intent: Intent): Record<string, unknown> {
  const { id, amount, currency, metadata, created, status, received } = intent;
  const isHeld = status === "requires_capture" || status === "succeeded";
  return {
    id,
    object: "payment_intent",
    amount,
    amount_capturable: status === "requires_capture" ? amount : 0,
    amount_received: received,
    capture_method: "manual",
    client_secret: `${id}_secret_of_the_tests`,
    created,
    currency,
    last_payment_error: intent.error,
    latest_charge: isHeld
      ? {
          id: `ch_${id.slice(3)}`,
          object: "charge",
          amount,
          amount_captured: received,
          amount_refunded: intent.givenBack,
          captured: status === "succeeded",
        }
      : null,
    metadata,
    next_action: status === "requires_action" ? nextActionOf(intent) : null,
    status,
  };
}

function nextActionOf({ id, returnUrl }: Intent): Record<string, unknown> {
  if (returnUrl === undefined) return { type: "use_stripe_sdk", use_stripe_sdk: { type: "stripe_3ds2_fingerprint" } };
  const url = `https://hooks.stripe.com/redirect/authenticate/src_${id.slice(3)}`;
  return { type: "redirect_to_url", redirect_to_url: { url, return_url: returnUrl } };
}
