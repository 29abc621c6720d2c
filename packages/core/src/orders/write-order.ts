import { randomBytes, randomInt } from "node:crypto";
import type { Database } from "@tiffin/db/client";
import { newId } from "@tiffin/db/ids";
import { appendOrderEvent } from "@tiffin/db/queries/order-lifecycle";
import { insertOrder, isNumberTaken } from "@tiffin/db/queries/orders";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { insertPayment } from "@tiffin/db/queries/payments";
import { orderNumber } from "@tiffin/domain/order/order-number";
import type { PaymentGateway } from "../payments/index.ts";
import type { Assessment } from "./assess-cart.ts";

export interface NewOrder {
  readonly customerId: string;
  readonly idempotencyKey: string;
  readonly fingerprint: string;
  readonly cart: Assessment;
  readonly provider: PaymentGateway["provider"];
  readonly method: string;
  readonly now: Date;
}

export interface WrittenOrder {
  readonly orderId: string;
  readonly paymentId: string;
}

/** Numbers are random: with a million orders one in a thousand meets a taken one. */
const NUMBER_TRIES = 4;

/**
 * Writes an order as CREATED with its lines, its payment and the first row of its audit and outbox, in one transaction,
 * before anybody is charged. Null when this customer has an order under this key already.
 */
export async function writeOrder(db: Database, order: NewOrder): Promise<WrittenOrder | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await insertAll(db, order);
    } catch (error) {
      if (!isNumberTaken(error) || attempt === NUMBER_TRIES) throw error;
    }
  }
}

async function insertAll(
  db: Database,
  { customerId, idempotencyKey, fingerprint, cart, provider, method, now }: NewOrder,
): Promise<WrittenOrder | null> {
  const { bill, record, address } = cart;
  const { restaurant } = record;
  const orderId = newId();
  const paymentId = newId();
  const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  return db.transaction(async (tx) => {
    const isNew = await insertOrder(
      tx,
      {
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
        promisedLowAt: inMinutes(cart.eta.low),
        promisedHighAt: inMinutes(cart.eta.high),
        placedAt: now,
      },
      cart.lines.map(({ item, quantity, options, note }, position) => ({
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
      })),
    );
    if (!isNew) return null;
    await insertPayment(tx, {
      id: paymentId,
      orderId,
      provider,
      method,
      status: "CREATED",
      currency: bill.currency,
      amount: bill.total,
      // The payment's own: whatever is repeated, the gateway charges once under it.
      idempotencyKey: paymentId,
    });
    await appendOrderEvent(tx, orderId, {
      type: "created",
      status: "CREATED",
      actor: "customer",
      actorId: customerId,
      data: {},
      at: now,
    });
    await appendOutbox(tx, orderId, {
      topic: "order/created",
      data: {
        orderId,
        cityId: restaurant.cityId,
        restaurantId: restaurant.id,
        customerId,
        status: "CREATED",
      },
    });
    return { orderId, paymentId };
  });
}
