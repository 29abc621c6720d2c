import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@tiffin/db/client";
import { isId } from "@tiffin/db/ids";
import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { findOrderRecord } from "@tiffin/db/queries/orders";
import { findPaymentOfOrder } from "@tiffin/db/queries/payments";
import { findPlacement, keepAnswer, type PlacedBefore } from "@tiffin/db/queries/placement";
import { DomainError, notFound } from "@tiffin/domain/errors";
import type { Order, PlaceOrder } from "@tiffin/domain/wire/orders";
import { askingFor, gatewayFor, KEY_LIFETIME_MS, recordAuthorisation } from "../payments/index.ts";
import { assessCart, type Assessment } from "./assess-cart.ts";
import { askForMoney } from "./ask-for-money.ts";
import { confirmPlaced } from "./confirm-placed.ts";
import { orderWire } from "./order-wire.ts";
import { paymentInstrument } from "./payment-instrument.ts";
import { claimPlacement, LEASE_MS } from "./placement-memory.ts";
import { quoteOf } from "./quote-order.ts";
import { requestFingerprint } from "./request-fingerprint.ts";
import type { OrderServices } from "./services.ts";
import { writeOrder } from "./write-order.ts";

export interface Placement {
  readonly order: Order;
  /** The payment waits for the customer or for the gateway: 202 rather than 201. */
  readonly isPending: boolean;
  /** The same request was answered before. */
  readonly isReplay: boolean;
}

/** How long a duplicate waits for the first one's answer: a little longer than its lease. */
const PATIENCE_MS = LEASE_MS + 3_000;
/** Looking again takes longer each time, so that a thousand duplicates don't become a storm. */
const LOOK_AGAIN_MS = { first: 50, longest: 800 };

/** Placements under way in this process, by customer and key: duplicates wait for their answer, with no further ado. */
const underWay = new WeakMap<Database, Map<string, { fingerprint: string; placement: Promise<Placement> }>>();

/**
 * Places an order: validates and prices it, writes it, and only then asks for the money. One idempotency key makes one
 * order, one charge and one answer: duplicates that come meanwhile wait for the first one's answer, later ones get it
 * again word for word, and one that comes after a crash goes on where it stopped.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REQUIRED, IDEMPOTENCY_KEY_REUSED, REQUEST_IN_PROGRESS, PAYMENT_METHOD_INVALID,
 * PAYMENT_DECLINED, QUOTE_CHANGED, RESTAURANT_CLOSED, RESTAURANT_PAUSED, RESTAURANT_BUSY, OUT_OF_DELIVERY_AREA,
 * ITEM_UNAVAILABLE, and what `assessCart` throws
 */
export async function placeOrder(
  services: OrderServices,
  customerId: string,
  idempotencyKey: string | undefined,
  request: PlaceOrder,
  now: Date,
): Promise<Placement> {
  const key = checkedKey(idempotencyKey);
  const fingerprint = requestFingerprint(request);
  const here = underWay.get(services.db) ?? new Map<string, { fingerprint: string; placement: Promise<Placement> }>();
  underWay.set(services.db, here);
  const name = `${customerId}:${key}`;
  const first = here.get(name);
  if (first !== undefined) {
    sameRequest(first.fingerprint, fingerprint);
    return { ...(await first.placement), isReplay: true };
  }
  const placement = placeOnce({ services, customerId, key, fingerprint, request, now }).finally(() => {
    here.delete(name);
  });
  here.set(name, { fingerprint, placement });
  return placement;
}

/** One call of {@link placeOrder}, with its key checked. */
interface Attempt {
  readonly services: OrderServices;
  readonly customerId: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly request: PlaceOrder;
  readonly now: Date;
}

/** The first of this process: asks Redis whether another process is at it. */
async function placeOnce(attempt: Attempt): Promise<Placement> {
  const { services, customerId, key, fingerprint } = attempt;
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (let wait = LOOK_AGAIN_MS.first; ; wait = Math.min(wait * 1.5, LOOK_AGAIN_MS.longest)) {
    const claim = await claimPlacement(services.redis, customerId, key, fingerprint);
    switch (claim.kind) {
      // Redis may remember what a restored database never heard of, so Postgres is asked all the same.
      case "done":
        sameRequest(claim.fingerprint, fingerprint);
        return placeByPostgres(attempt, giveUpAt);
      case "unavailable":
        return placeByPostgres(attempt, giveUpAt);
      case "busy":
        sameRequest(claim.fingerprint, fingerprint);
        if (Date.now() > giveUpAt) throw inProgress();
        await sleep(wait);
        break;
      case "mine":
        try {
          const placed = await placeNew(attempt, giveUpAt);
          await claim.finish(placed.order.id);
          return placed;
        } catch (error) {
          const declinedOrder = orderOf(error);
          await (declinedOrder === null ? claim.release() : claim.finish(declinedOrder));
          throw error;
        }
    }
  }
}

/** Without the fast memory's word that the key is new: asks Postgres first. */
async function placeByPostgres(attempt: Attempt, giveUpAt: number): Promise<Placement> {
  const known = await findPlacement(attempt.services.db, attempt.customerId, attempt.key);
  return known === undefined ? placeNew(attempt, giveUpAt) : resume(attempt, known, giveUpAt);
}

/**
 * Nobody has heard of the key, so the order is written without asking: the unique index over (customer, key) decides
 * who is first. What the cart is refused for counts only if the key is new indeed.
 */
async function placeNew(attempt: Attempt, giveUpAt: number): Promise<Placement> {
  const { services, customerId, key } = attempt;
  let written: Awaited<ReturnType<typeof write>>;
  try {
    written = await write(attempt);
  } catch (error) {
    const known = error instanceof DomainError ? await findPlacement(services.db, customerId, key) : undefined;
    if (known === undefined) throw error;
    return resume(attempt, known, giveUpAt);
  }
  const { drafted, instrument } = written;
  if (drafted === null) {
    const first = await findPlacement(services.db, customerId, key);
    if (first === undefined) throw inProgress();
    return resume(attempt, first, giveUpAt);
  }
  const { payment } = drafted.record;
  return askingFor(services.db, payment.idempotencyKey, async (recorded) => {
    const result = await askForMoney(services, payment, instrument);
    // The gateway may have taken seconds: what happens now, happens now.
    const confirmed = await confirmPlaced(services.db, drafted, result, new Date());
    if (confirmed !== null && result.kind === "authorised") {
      const { gatewayId } = result.payment;
      recorded({ providerReference: gatewayId, status: "AUTHORIZED", captured: 0, refunded: 0 });
      return { order: confirmed, isPending: false, isReplay: false };
    }
    const { order } = await recordAuthorisation(services.db, payment, result, new Date());
    return answer(services, order, { isReplay: false });
  });
}

/** Prices the cart and writes the order; `drafted` is null when there is one under this key. */
async function write({ services, customerId, key, fingerprint, request, now }: Attempt) {
  const instrument = paymentInstrument(request.paymentMethod, services.gateways, services.config.demo);
  const cart = await assessCart(services, customerId, request, now);
  if (cart.refusal !== null) throw cart.refusal;
  mustCost(cart, request.expectedTotal);
  const { provider } = gatewayFor(services.gateways, instrument);
  const drafted = await writeOrder(services.db, {
    customerId,
    idempotencyKey: key,
    fingerprint,
    cart,
    provider,
    method: instrument.type,
    now,
  });
  return { drafted, instrument };
}

/** The order is there already: waits for whoever is paying it, or, if they are gone, pays it under the same key. */
async function resume(attempt: Attempt, found: PlacedBefore, giveUpAt: number): Promise<Placement> {
  const { services, customerId, key, fingerprint, request } = attempt;
  sameRequest(found.order.requestFingerprint, fingerprint);
  let placed = found;
  const abandonedAt = Math.min(giveUpAt, placed.order.placedAt.getTime() + LEASE_MS);
  for (
    let wait = LOOK_AGAIN_MS.first;
    placed.order.status === "CREATED" && Date.now() < abandonedAt;
    wait = Math.min(wait * 1.5, LOOK_AGAIN_MS.longest)
  ) {
    await sleep(wait);
    placed = (await findPlacement(services.db, customerId, key)) ?? placed;
  }
  if (placed.answer !== null) return { order: placed.answer, isPending: false, isReplay: true };
  const { order } = placed;
  if (order.status !== "CREATED") return answer(services, order, { isReplay: true });
  const payment = await findPaymentOfOrder(services.db, order.id);
  if (payment === undefined) throw notFound("payment");
  // Left lying for a day: what came of it only the gateway knows, and the reconciler asks.
  if (Date.now() - payment.createdAt.getTime() > KEY_LIFETIME_MS) return answer(services, order, { isReplay: true });
  const instrument = paymentInstrument(request.paymentMethod, services.gateways, services.config.demo);
  const result = await askForMoney(services, payment, instrument);
  const recorded = await recordAuthorisation(services.db, payment, result, new Date());
  return answer(services, recorded.order, { isReplay: true });
}

/** The answer for an order as it stands. One that settles its placing is kept, and given again from then on. */
async function answer(
  services: Pick<OrderServices, "db">,
  order: OrderRow,
  { isReplay }: { readonly isReplay: boolean },
): Promise<Placement> {
  if (order.status === "CANCELLED" && wasNotPaid(order.cancelReason)) {
    throw new DomainError("PAYMENT_DECLINED", "The payment was declined; nothing was charged.", {
      extra: { orderId: order.id, ...(isReplay ? { isReplay } : {}) },
    });
  }
  const record = await findOrderRecord(services.db, order.id);
  if (record === undefined) throw notFound("order");
  const isPending = record.order.status === "CREATED" || record.order.status === "PAYMENT_PENDING";
  const wire = orderWire(record, { isCustomer: true }, new Date());
  if (isPending) return { order: wire, isPending, isReplay };
  return { order: await keepAnswer(services.db, order.id, wire), isPending, isReplay };
}

/** @throws DomainError QUOTE_CHANGED with the new quote, when the customer saw another total */
function mustCost(cart: Assessment, expected: PlaceOrder["expectedTotal"]): void {
  const { total, currency } = cart.bill;
  if (expected === undefined || (expected.amount === total && expected.currency === currency)) return;
  throw new DomainError("QUOTE_CHANGED", "The price has changed meanwhile.", {
    extra: { total: { amount: total, currency }, quote: quoteOf(cart) },
  });
}

function wasNotPaid(reason: string | null): boolean {
  return reason === "payment_declined" || reason === "payment_expired";
}

/** The order that a declined payment left behind: its key is used up, too. */
function orderOf(error: unknown): string | null {
  if (!(error instanceof DomainError) || error.code !== "PAYMENT_DECLINED") return null;
  const orderId = error.extra?.["orderId"];
  return typeof orderId === "string" ? orderId : null;
}

function checkedKey(key: string | undefined): string {
  if (key === undefined || key === "") {
    throw new DomainError("IDEMPOTENCY_KEY_REQUIRED", "Send an Idempotency-Key header with a UUID of this attempt.");
  }
  if (!isId(key)) {
    throw new DomainError("VALIDATION_FAILED", "The Idempotency-Key must be a UUID.", {
      fields: [{ path: "Idempotency-Key", message: "a UUID" }],
    });
  }
  return key.toLowerCase();
}

function sameRequest(first: string, now: string): void {
  if (first !== now) {
    throw new DomainError("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used for another order.");
  }
}

function inProgress(): DomainError {
  return new DomainError("REQUEST_IN_PROGRESS", "The same order is still being placed. Ask again in a moment.", {
    retryAfterSeconds: 2,
  });
}
