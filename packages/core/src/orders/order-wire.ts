import type { OrderEventRow, OrderItemRow, OrderRecord } from "@tiffin/db/queries/orders";
import type { EtaRange } from "@tiffin/domain/eta/estimate";
import { money } from "@tiffin/domain/money/money";
import { isCancellableByCustomer } from "@tiffin/domain/order/decide";
import type { Order } from "@tiffin/domain/wire/orders";
import { PENDING_LIMIT_MS } from "../payments/index.ts";
import { billWire } from "./bill-wire.ts";
import { orderEta } from "./order-eta.ts";

export interface OrderView {
  /** The one who ordered: only they are shown the PIN and where to pay. */
  readonly isCustomer: boolean;
  /** A better estimate than the order alone gives. */
  readonly eta?: EtaRange | null;
}

/** As much of an order's record as goes over the wire. */
export type WiredRecord = Pick<OrderRecord, "order" | "restaurant" | "citySlug" | "rider" | "payment" | "refunds"> & {
  readonly items: readonly OrderItemRow[];
  readonly events: readonly Pick<OrderEventRow, "status" | "at">[];
};

/** An order as it goes over the wire. */
export function orderWire(record: WiredRecord, view: OrderView, now: Date): Order {
  const { order, restaurant, payment } = record;
  const currency = order.currency;
  const eta = view.eta === undefined ? orderEta(order, now) : view.eta;
  return {
    id: order.id,
    number: order.number,
    status: order.status,
    restaurant: {
      id: restaurant.id,
      name: restaurant.name,
      location: { lat: restaurant.lat, lng: restaurant.lng },
      imageKey: restaurant.imageKey,
      citySlug: record.citySlug,
      ...(view.isCustomer && restaurant.phone !== null ? { phone: restaurant.phone } : {}),
    },
    dropoff: {
      line1: order.dropoffLine1,
      location: { lat: order.dropoffLat, lng: order.dropoffLng },
      ...(order.dropoffNotes === null ? {} : { notes: order.dropoffNotes }),
    },
    items: record.items.map((item) => orderItemWire(item, currency)),
    ...billWire(order.bill),
    payment: {
      id: payment.id,
      status: payment.status,
      method: payment.method as Order["payment"]["method"],
      amount: money(payment.amount, currency),
      refunded: money(payment.refunded, currency),
      ...(view.isCustomer && payment.status === "PENDING" && payment.nextAction !== null
        ? { nextAction: payment.nextAction }
        : {}),
      ...(payment.status === "PENDING"
        ? { expiresAt: new Date(order.placedAt.getTime() + PENDING_LIMIT_MS).toISOString() }
        : {}),
    },
    refunds: record.refunds.map(({ amount, reason, note, status, createdAt, updatedAt }) => ({
      amount: money(amount, currency),
      reason,
      ...(note === null ? {} : { note }),
      status,
      at: (status === "PENDING" ? createdAt : updatedAt).toISOString(),
    })),
    ...(record.rider === null ? {} : { rider: { ...record.rider } }),
    placedAt: order.placedAt.toISOString(),
    ...(order.acceptedAt === null ? {} : { acceptedAt: order.acceptedAt.toISOString() }),
    ...(order.readyAt === null ? {} : { readyAt: order.readyAt.toISOString() }),
    timeline: timeline(record.events),
    eta: etaWire(eta, now),
    ...(view.isCustomer ? { pin: order.deliveryPin } : {}),
    cancellable: isCancellableByCustomer(order),
    ...(order.cancelReason === null ? {} : { cancelReason: order.cancelReason }),
    ...(order.cancelNote === null ? {} : { cancelNote: order.cancelNote }),
  };
}

export function orderItemWire(item: OrderItemRow, currency: string): Order["items"][number] {
  return {
    id: item.id,
    menuItemId: item.menuItemId,
    name: item.name,
    isVeg: item.isVeg,
    quantity: item.quantity,
    unitPrice: money(item.unitPrice, currency),
    amount: money(item.unitPrice * item.quantity, currency),
    options: item.options.map((option) => ({ ...option, price: money(option.price, currency) })),
    ...(item.note === null ? {} : { note: item.note }),
  };
}

/** When the order came into each of its statuses; what happened within one (the kitchen accepting) is not listed. */
function timeline(events: WiredRecord["events"]): Order["timeline"] {
  return events
    .filter((event, index) => event.status !== events[index - 1]?.status)
    .map(({ status, at }) => ({ status, at: at.toISOString() }));
}

export function etaWire(eta: EtaRange | null, now: Date): Order["eta"] {
  if (eta === null) return null;
  const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
  return { low: eta.low, high: eta.high, lowAt: after(eta.low), highAt: after(eta.high) };
}
