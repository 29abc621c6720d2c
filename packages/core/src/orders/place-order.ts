import { setTimeout as sleep } from "node:timers/promises";
import { isId } from "@tiffin/db/ids";
import { findOrder, findOrderByKey, findOrderRecord } from "@tiffin/db/queries/orders";
import { findPaymentOfOrder } from "@tiffin/db/queries/payments";
import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { DomainError, notFound } from "@tiffin/domain/errors";
import type { Order, PlaceOrder } from "@tiffin/domain/wire/orders";
import { gatewayFor } from "../payments/index.ts";
import { assessCart } from "./assess-cart.ts";
import { authoriseOrder } from "./authorise-order.ts";
import { orderWire } from "./order-wire.ts";
import { paymentInstrument } from "./payment-instrument.ts";
import { claimPlacement, LEASE_MS } from "./placement-memory.ts";
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
const LOOK_AGAIN_MS = 60;

/**
 * Places an order: validates and prices it, writes it, and only then asks for the money. One idempotency key makes one
 * order and one charge: duplicates that come meanwhile wait for the first one's answer, later ones get it again, and one
 * that comes after a crash goes on where it stopped.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REQUIRED, IDEMPOTENCY_KEY_REUSED, REQUEST_IN_PROGRESS, PAYMENT_METHOD_INVALID,
 * PAYMENT_DECLINED, QUOTE_CHANGED, RESTAURANT_CLOSED, RESTAURANT_PAUSED, OUT_OF_DELIVERY_AREA, ITEM_UNAVAILABLE, and
 * what `assessCart` throws
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
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const claim = await claimPlacement(services.redis, customerId, key, fingerprint);
    switch (claim.kind) {
      case "done": {
        sameRequest(claim.fingerprint, fingerprint);
        const order = await findOrder(services.db, claim.orderId);
        // Redis may remember what a restored database never heard of.
        if (order !== undefined) return answer(services, order, true, now);
        return placeByPostgres(services, customerId, key, fingerprint, request, now, giveUpAt);
      }
      case "unavailable":
        return placeByPostgres(services, customerId, key, fingerprint, request, now, giveUpAt);
      case "busy":
        sameRequest(claim.fingerprint, fingerprint);
        if (Date.now() > giveUpAt) throw inProgress();
        await sleep(LOOK_AGAIN_MS);
        break;
      case "mine":
        try {
          const placed = await placeByPostgres(services, customerId, key, fingerprint, request, now, giveUpAt);
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

/** The same without the fast memory: the unique index over (customer, key) decides who is first. */
async function placeByPostgres(
  services: OrderServices,
  customerId: string,
  key: string,
  fingerprint: string,
  request: PlaceOrder,
  now: Date,
  giveUpAt: number,
): Promise<Placement> {
  const known = await findOrderByKey(services.db, customerId, key);
  if (known !== undefined) return resume(services, known, fingerprint, request, now, giveUpAt);

  const instrument = paymentInstrument(request.paymentMethod, services.config.demo);
  const cart = await assessCart(services, customerId, request, now);
  if (cart.refusal !== null) throw cart.refusal;
  const expected = request.expectedTotal;
  if (expected !== undefined && (expected.amount !== cart.bill.total || expected.currency !== cart.bill.currency)) {
    throw new DomainError("QUOTE_CHANGED", "The price has changed meanwhile.", {
      extra: { total: { amount: cart.bill.total, currency: cart.bill.currency } },
    });
  }
  const written = await writeOrder(services.db, {
    customerId,
    idempotencyKey: key,
    fingerprint,
    cart,
    provider: gatewayFor(services.gateways, instrument).provider,
    method: instrument.type,
    now,
  });
  if (written === null) {
    // Another process wrote it while we priced.
    const first = await findOrderByKey(services.db, customerId, key);
    if (first === undefined) throw inProgress();
    return resume(services, first, fingerprint, request, now, giveUpAt);
  }
  const order = await authoriseOrder(
    services,
    {
      id: written.paymentId,
      orderId: written.orderId,
      amount: cart.bill.total,
      currency: cart.bill.currency,
      idempotencyKey: written.paymentId,
    },
    instrument,
  );
  return answer(services, order, false, now);
}

/** The order is there already: waits for whoever is paying it, or, if they are gone, pays it under the same key. */
async function resume(
  services: OrderServices,
  found: OrderRow,
  fingerprint: string,
  request: PlaceOrder,
  now: Date,
  giveUpAt: number,
): Promise<Placement> {
  sameRequest(found.requestFingerprint, fingerprint);
  let order = found;
  const abandonedAt = Math.min(giveUpAt, order.placedAt.getTime() + LEASE_MS);
  while (order.status === "CREATED" && Date.now() < abandonedAt) {
    await sleep(LOOK_AGAIN_MS);
    order = (await findOrder(services.db, order.id)) ?? order;
  }
  if (order.status !== "CREATED") return answer(services, order, true, now);
  const payment = await findPaymentOfOrder(services.db, order.id);
  if (payment === undefined) throw notFound("payment");
  const instrument = paymentInstrument(request.paymentMethod, services.config.demo);
  return answer(services, await authoriseOrder(services, payment, instrument), true, now);
}

async function answer(
  services: Pick<OrderServices, "db">,
  order: OrderRow,
  isReplay: boolean,
  now: Date,
): Promise<Placement> {
  if (order.status === "CANCELLED" && wasNotPaid(order.cancelReason)) {
    throw new DomainError("PAYMENT_DECLINED", "The payment was declined; nothing was charged.", {
      extra: { orderId: order.id, ...(isReplay ? { isReplay } : {}) },
    });
  }
  const record = await findOrderRecord(services.db, order.id);
  if (record === undefined) throw notFound("order");
  const isPending = order.status === "CREATED" || order.status === "PAYMENT_PENDING";
  return { order: orderWire(record, { isCustomer: true }, now), isPending, isReplay };
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
