import { randomBytes, randomInt } from "node:crypto";
import { newId } from "@tiffin/db/ids";
import type { OrderRow } from "@tiffin/db/queries/order-lifecycle";
import type { PlacementRows } from "@tiffin/db/queries/placement";
import { orderNumber } from "@tiffin/domain/order/order-number";
import type { PaymentGateway } from "../payments/index.ts";
import type { Assessment } from "./assess-cart.ts";
import type { WiredRecord } from "./order-wire.ts";

export interface NewOrder {
  readonly customerId: string;
  readonly idempotencyKey: string;
  readonly fingerprint: string;
  readonly cart: Assessment;
  readonly provider: PaymentGateway["provider"];
  readonly method: string;
  readonly now: Date;
}

/** A new order's rows as they will be written, and its record as it would be read back. */
export interface DraftedOrder {
  readonly rows: PlacementRows;
  readonly record: WiredRecord;
}

/** Makes the rows of an order: CREATED, its payment not asked for yet. Ids and its number are new each time. */
export function draftOrder({
  customerId,
  idempotencyKey,
  fingerprint,
  cart,
  provider,
  method,
  now,
}: NewOrder): DraftedOrder {
  const { bill, address } = cart;
  const { restaurant, city } = cart.record;
  const orderId = newId();
  const paymentId = newId();
  const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  const order: OrderRow = {
    id: orderId,
    number: orderNumber(randomBytes(8)),
    customerId,
    restaurantId: restaurant.id,
    cityId: restaurant.cityId,
    status: "CREATED",
    idempotencyKey,
    requestFingerprint: fingerprint,
    currency: bill.currency,
    subtotal: bill.subtotal,
    fees: bill.fees,
    taxes: bill.taxes,
    tip: bill.tip,
    total: bill.total,
    bill,
    dropoffLat: address.lat,
    dropoffLng: address.lng,
    dropoffLine1: address.line1,
    dropoffNotes: address.notes,
    distanceMeters: cart.distanceMeters,
    deliveryPin: randomInt(10_000).toString().padStart(4, "0"),
    // Until the kitchen says itself how long it takes.
    prepMinutes: cart.kitchenMinutes,
    acceptedAt: null,
    readyAt: null,
    pickedUpAt: null,
    deliveredAt: null,
    cancelledAt: null,
    cancelReason: null,
    cancelNote: null,
    riderId: null,
    offerSeq: 0,
    escalatedAt: null,
    promisedLowAt: inMinutes(cart.eta.low),
    promisedHighAt: inMinutes(cart.eta.high),
    placedAt: now,
    createdAt: now,
  };
  const items = cart.lines.map(({ item, quantity, options, note }, position) => ({
    id: newId(),
    orderId,
    position,
    menuItemId: item.id,
    name: item.name,
    isVeg: item.isVeg,
    quantity,
    unitPrice: bill.lines[position]!.unitPrice,
    options: [...options],
    note,
  }));
  const payment = {
    id: paymentId,
    orderId,
    provider,
    method,
    status: "CREATED",
    currency: bill.currency,
    amount: bill.total,
    captured: 0,
    refunded: 0,
    // The payment's own: whatever is repeated, the gateway charges once under it.
    idempotencyKey: paymentId,
    providerReference: null,
    nextAction: null,
    declineCode: null,
    reviewSince: null,
    reviewReason: null,
    createdAt: now,
    updatedAt: now,
  } as const;
  const event = {
    id: newId(),
    orderId,
    seq: 1,
    type: "created",
    status: "CREATED",
    actor: "customer",
    actorId: customerId,
    data: {},
    at: now,
  } as const;
  const told = {
    id: newId(),
    topic: "order/created",
    subjectId: orderId,
    payload: {
      orderId,
      cityId: restaurant.cityId,
      restaurantId: restaurant.id,
      customerId,
      status: "CREATED",
    },
    createdAt: now,
  } as const;
  return {
    rows: { order, items, payment, event, outbox: told },
    record: {
      order,
      restaurant: {
        id: restaurant.id,
        name: restaurant.name,
        lat: restaurant.lat,
        lng: restaurant.lng,
        imageKey: restaurant.imageKey,
        phone: restaurant.phone,
      },
      citySlug: city.slug,
      rider: null,
      items,
      events: [event],
      payment,
      refunds: [],
    },
  };
}
