import { eq, sql } from "drizzle-orm";
import { builtOnce } from "@tiffin/db/built-once";
import { inTransaction, type DatabaseOrTransaction } from "@tiffin/db/client";
import { lockOrder, writeStep, type Actor, type OrderChange, type OrderRow } from "@tiffin/db/queries/order-lifecycle";
import { payments } from "@tiffin/db/schema/payments";
import { assertNever, DomainError, notFound } from "@tiffin/domain/errors";
import { decide, evolve, type OrderCommand, type OrderEvent, type OrderState } from "@tiffin/domain/order/decide";
import { postOrderEvent } from "../ledger/index.ts";
import { outboxMessageFor, type PaymentFacts } from "./outbox-message.ts";

/** Whoever hears of these has to know how the order is paid. */
const TELLS_OF_PAYMENT: ReadonlySet<OrderEvent["type"]> = new Set(["payment-awaited", "picked-up", "delivered"]);

export interface TransitionRequest {
  readonly orderId: string;
  readonly command: OrderCommand;
  readonly actor: { readonly type: Actor; readonly id: string | null };
  readonly now: Date;
  /** The order as it is, when the caller has locked it in this very transaction already. */
  readonly locked?: OrderRow | undefined;
}

/**
 * The one way in which an order changes its state: lock, decide, compare-and-set, audit, ledger and outbox in one
 * transaction (the caller's, when it gives one). Returns the row as it then is.
 *
 * @throws DomainError NOT_FOUND, or what the decider refuses with (ILLEGAL_TRANSITION, ORDER_NOT_CANCELLABLE).
 */
export async function transitionOrder(
  db: DatabaseOrTransaction,
  { orderId, command, actor, now, locked }: TransitionRequest,
): Promise<OrderRow> {
  return inTransaction(db, async (tx) => {
    const before = locked ?? (await lockOrder(tx, orderId));
    if (before === undefined) throw notFound("order");

    const events = decide(command, stateOf(before), now);
    let state = stateOf(before);
    let row = before;
    for (const event of events) {
      state = evolve(state, event);
      const change = changeOf(event, state);
      const after = { ...row, ...change };
      const { type, at, ...data } = event;
      const payment = TELLS_OF_PAYMENT.has(type) ? await livePaymentOf(tx, orderId) : null;
      const message = outboxMessageFor(event, after, payment);
      // Neither needs the other's answer: they go to Postgres together.
      const [isMoved] = await Promise.all([
        writeStep(tx, {
          orderId,
          expected: row.status,
          change,
          event: { type, status: state.status, actor: actor.type, actorId: actor.id, data, at },
          message,
        }),
        postOrderEvent(tx, event, after),
      ]);
      if (!isMoved) throw new DomainError("ILLEGAL_TRANSITION", "The order has moved on meanwhile.");
      row = after;
    }
    return row;
  });
}

function stateOf(row: OrderRow): OrderState {
  const { status, acceptedAt, prepMinutes, readyAt, riderId } = row;
  return { status, acceptedAt, prepMinutes, readyAt, riderId };
}

/** The columns that an event writes. */
function changeOf(event: OrderEvent, state: OrderState): OrderChange {
  const base: OrderChange = { status: state.status, riderId: state.riderId };
  switch (event.type) {
    case "payment-awaited":
    case "confirmed":
    case "unassigned":
      return base;
    case "assigned":
      // Should it lose its rider, the next search is escalated in its own time.
      return { ...base, escalatedAt: null };
    case "accepted":
      return { ...base, acceptedAt: event.at, prepMinutes: event.prepMinutes };
    case "delayed":
      return { ...base, prepMinutes: event.prepMinutes };
    case "cooked":
      return { ...base, readyAt: event.at };
    case "picked-up":
      return { ...base, pickedUpAt: event.at };
    case "delivered":
      return { ...base, deliveredAt: event.at };
    case "cancelled":
      return { ...base, cancelledAt: event.at, cancelReason: event.reason, cancelNote: event.note ?? null };
    default:
      return assertNever(event);
  }
}

async function livePaymentOf(db: DatabaseOrTransaction, orderId: string): Promise<PaymentFacts | null> {
  return (await paymentOfOrder(db).execute({ orderId })).at(-1) ?? null;
}

const paymentOfOrder = builtOnce((db) =>
  db
    .select({ id: payments.id, method: payments.method })
    .from(payments)
    .where(eq(payments.orderId, sql.placeholder("orderId")))
    .orderBy(payments.createdAt)
    .prepare("payment_facts_of_order"),
);
