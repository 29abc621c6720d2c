import { findRestaurant } from "@tiffin/db/queries/restaurants";
import { offersOfOrders, opsStateOf } from "@tiffin/db/queries/ops";
import { chargesOfOrder, peopleById, postingsOfOrder } from "@tiffin/db/queries/ops-desk";
import type { OrderRecord } from "@tiffin/db/queries/orders";
import { groupBy } from "@tiffin/domain/collections/group-by";
import { money } from "@tiffin/domain/money/money";
import type { OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { restaurantState } from "../catalog/index.ts";
import { offerWire, opsOrderWire } from "./list-orders.ts";
import { orderOfOps } from "./scope.ts";
import type { OpsServices } from "./services.ts";

/** All that is known of an order. @throws DomainError NOT_FOUND, for one of a city that is not the operator's too */
export async function getOpsOrder(
  { db }: Pick<OpsServices, "db">,
  opsId: string,
  orderId: string,
  now: Date,
): Promise<OpsOrderDetail> {
  const record = await orderOfOps(db, opsId, orderId);
  const { order, events, refunds } = record;
  const [state, offers, charges, postings, kitchen, people] = await Promise.all([
    opsStateOf(db, orderId, now),
    offersOfOrders(db, [orderId]),
    chargesOfOrder(db, orderId),
    postingsOfOrder(db, orderId),
    findRestaurant(db, order.restaurantId),
    peopleById(db, [
      ...new Set(
        [
          order.customerId,
          order.riderId,
          ...events.map(({ actorId }) => actorId),
          ...refunds.map(({ requestedBy }) => requestedBy),
        ].filter((id) => id !== null),
      ),
    ]),
  ]);
  const nameOf = (id: string | null) => (id === null ? null : (people.get(id)?.name ?? null));
  const amount = (value: number) => money(value, order.currency);
  const pause = kitchen === undefined ? undefined : restaurantState(kitchen, now);
  const pausedUntil = kitchen?.restaurant.pausedUntil ?? null;
  return {
    ...opsOrderWire(record, state, offers, now),
    customer: {
      id: order.customerId,
      name: record.customerName,
      phone: people.get(order.customerId)?.phone ?? "",
    },
    riderPhone: order.riderId === null ? null : (people.get(order.riderId)?.phone ?? null),
    kitchen: {
      phone: kitchen?.restaurant.phone ?? null,
      acceptingOrders: pause?.acceptingOrders ?? false,
      pausedUntil: pausedUntil !== null && pausedUntil > now ? pausedUntil.toISOString() : null,
      timeZone: kitchen?.city.timeZone ?? "UTC",
    },
    promised: { lowAt: order.promisedLowAt.toISOString(), highAt: order.promisedHighAt.toISOString() },
    escalatedAt: order.escalatedAt?.toISOString() ?? null,
    events: events.map(({ seq, type, status, actor, actorId, data, at }) => ({
      seq,
      type,
      status,
      actor,
      actorName: nameOf(actorId),
      reason: reasonIn(data),
      at: at.toISOString(),
    })),
    charges: charges.map((charge) => ({
      id: charge.id,
      provider: charge.provider,
      providerReference: charge.providerReference,
      method: charge.method,
      status: charge.status,
      amount: amount(charge.amount),
      captured: amount(charge.captured),
      refunded: amount(charge.refunded),
      declineCode: charge.declineCode,
      reviewReason: charge.reviewSince === null ? null : (charge.reviewReason ?? "undecided"),
      at: charge.createdAt.toISOString(),
    })),
    refundable: amount(refundable(record)),
    refundLog: refunds.map((refund) => ({
      id: refund.id,
      amount: amount(refund.amount),
      reason: refund.reason,
      note: refund.note,
      liable: refund.liable,
      status: refund.status,
      byName: nameOf(refund.requestedBy),
      at: refund.createdAt.toISOString(),
    })),
    ledger: [...groupBy(postings, ({ transactionId }) => transactionId)].flatMap(([id, sides]) => {
      const [first] = sides;
      if (first === undefined) return [];
      return [
        {
          id,
          kind: first.kind,
          at: first.at.toISOString(),
          postings: sides.map((side) => ({ account: side.account, amount: amount(side.amount) })),
        },
      ];
    }),
    decisions: offers.map((offer) => ({
      ...offerWire(offer),
      features: { ...offer.features },
      declineReason: offer.declineReason,
      settledAt: offer.settledAt?.toISOString() ?? null,
    })),
  };
}

/** The same sum that `refundOrder` decides by. */
function refundable({ payment, refunds }: OrderRecord): number {
  if (payment.status !== "CAPTURED") return 0;
  const promised = refunds.filter(({ status }) => status === "PENDING").reduce((sum, one) => sum + one.amount, 0);
  return Math.max(0, payment.captured - payment.refunded - promised);
}

/** What people wrote comes before the code. */
function reasonIn(data: Record<string, unknown>): string | null {
  const { note, reason } = data;
  if (typeof note === "string") return note;
  return typeof reason === "string" ? reason : null;
}
