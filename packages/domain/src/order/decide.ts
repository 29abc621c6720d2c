import { assertNever, DomainError } from "../errors.ts";
import { delayedPrepMinutes, MAX_PREP_MINUTES } from "./prep-minutes.ts";
import { isTerminal, type CancelReason, type OrderStatus } from "./status.ts";

/** What the lifecycle needs to know of an order, and nothing more. */
export interface OrderState {
  readonly status: OrderStatus;
  /** When the kitchen took it on; null while it has not answered. */
  readonly acceptedAt: Date | null;
  /** How long it needs, counted from then. */
  readonly prepMinutes: number;
  /** When the food was ready, which may be before a rider was found. */
  readonly readyAt: Date | null;
  readonly riderId: string | null;
}

export type OrderCommand =
  | { readonly type: "await-payment" }
  | { readonly type: "confirm" }
  | { readonly type: "accept"; readonly prepMinutes: number }
  /** `readyBy`: the time that it has had until now, as whoever asks for more has seen it. */
  | { readonly type: "delay"; readonly minutes: number; readonly readyBy?: Date | undefined }
  | { readonly type: "mark-ready" }
  | { readonly type: "assign"; readonly riderId: string }
  | { readonly type: "unassign"; readonly reason: string }
  | { readonly type: "pick-up"; readonly riderId: string }
  | { readonly type: "deliver"; readonly riderId: string }
  | { readonly type: "cancel"; readonly reason: CancelReason; readonly note?: string };

export type OrderEvent =
  | { readonly type: "payment-awaited"; readonly at: Date }
  | { readonly type: "confirmed"; readonly at: Date }
  | { readonly type: "accepted"; readonly at: Date; readonly prepMinutes: number }
  /** The kitchen needs `minutes` more, and so `prepMinutes` in all. */
  | { readonly type: "delayed"; readonly at: Date; readonly minutes: number; readonly prepMinutes: number }
  | { readonly type: "assigned"; readonly at: Date; readonly riderId: string }
  | { readonly type: "unassigned"; readonly at: Date; readonly riderId: string; readonly reason: string }
  /** The food is ready. The status becomes READY only once a rider is assigned. */
  | { readonly type: "cooked"; readonly at: Date }
  | { readonly type: "picked-up"; readonly at: Date; readonly riderId: string }
  | { readonly type: "delivered"; readonly at: Date; readonly riderId: string }
  | { readonly type: "cancelled"; readonly at: Date; readonly reason: CancelReason; readonly note?: string };

export type OrderEventType = OrderEvent["type"];

export const newOrder: OrderState = {
  status: "CREATED",
  acceptedAt: null,
  prepMinutes: 0,
  readyAt: null,
  riderId: null,
};

/**
 * What a command does to an order: its events, or a refusal (ILLEGAL_TRANSITION, ORDER_NOT_CANCELLABLE). Never a silent
 * no-op: a repeated command is refused too, and the caller that may repeat looks at the state first.
 */
export function decide(command: OrderCommand, state: OrderState, now: Date): OrderEvent[] {
  switch (command.type) {
    case "await-payment":
      allow(command, state, ["CREATED"]);
      return [{ type: "payment-awaited", at: now }];
    case "confirm":
      allow(command, state, ["CREATED", "PAYMENT_PENDING"]);
      return [{ type: "confirmed", at: now }];
    case "accept":
      allow(command, state, ["CONFIRMED", "ASSIGNED"]);
      if (state.acceptedAt !== null) throw illegal(command, state, "the kitchen has accepted it already");
      return [{ type: "accepted", at: now, prepMinutes: command.prepMinutes }];
    case "delay": {
      allow(command, state, ["CONFIRMED", "ASSIGNED"]);
      const { acceptedAt, prepMinutes, readyAt } = state;
      if (acceptedAt === null) throw illegal(command, state, "the kitchen has not accepted it");
      if (readyAt !== null) throw illegal(command, state, "it is ready already");
      // Minutes add up: sent twice, or by two tablets at once, they would count twice.
      const readyBy = acceptedAt.getTime() + prepMinutes * 60_000;
      if (command.readyBy !== undefined && command.readyBy.getTime() !== readyBy) {
        throw illegal(command, state, "it has got another time meanwhile");
      }
      const delayed = delayedPrepMinutes({ acceptedAt, prepMinutes }, command.minutes, now);
      if (delayed > MAX_PREP_MINUTES) {
        throw illegal(command, state, `it may take ${MAX_PREP_MINUTES} minutes at most`);
      }
      return [{ type: "delayed", at: now, minutes: command.minutes, prepMinutes: delayed }];
    }
    case "mark-ready": {
      allow(command, state, ["CONFIRMED", "ASSIGNED"]);
      if (state.readyAt !== null) throw illegal(command, state, "it is ready already");
      // A kitchen that hands food over has accepted the order, whether or not it tapped so.
      const accepted: OrderEvent[] = state.acceptedAt === null ? [{ type: "accepted", at: now, prepMinutes: 0 }] : [];
      return [...accepted, { type: "cooked", at: now }];
    }
    case "assign":
      allow(command, state, ["CONFIRMED"]);
      return [{ type: "assigned", at: now, riderId: command.riderId }];
    case "unassign":
      allow(command, state, ["ASSIGNED", "READY"]);
      if (state.riderId === null) throw illegal(command, state, "it has no rider");
      return [{ type: "unassigned", at: now, riderId: state.riderId, reason: command.reason }];
    case "pick-up":
      allow(command, state, ["READY"]);
      ownRider(command, state, command.riderId);
      return [{ type: "picked-up", at: now, riderId: command.riderId }];
    case "deliver":
      allow(command, state, ["PICKED_UP"]);
      ownRider(command, state, command.riderId);
      return [{ type: "delivered", at: now, riderId: command.riderId }];
    case "cancel":
      if (!mayCancel(command.reason, state)) {
        throw new DomainError("ORDER_NOT_CANCELLABLE", `An order that is ${state.status} can't be cancelled any more.`);
      }
      return [
        {
          type: "cancelled",
          at: now,
          reason: command.reason,
          ...(command.note === undefined ? {} : { note: command.note }),
        },
      ];
    default:
      return assertNever(command);
  }
}

/** The state after an event. Total: what `decide` returned always applies. */
export function evolve(state: OrderState, event: OrderEvent): OrderState {
  switch (event.type) {
    case "payment-awaited":
      return { ...state, status: "PAYMENT_PENDING" };
    case "confirmed":
      return { ...state, status: "CONFIRMED" };
    case "accepted":
      return { ...state, acceptedAt: event.at, prepMinutes: event.prepMinutes };
    case "delayed":
      return { ...state, prepMinutes: event.prepMinutes };
    case "assigned":
      return { ...state, status: state.readyAt === null ? "ASSIGNED" : "READY", riderId: event.riderId };
    case "unassigned":
      return { ...state, status: "CONFIRMED", riderId: null };
    case "cooked":
      return { ...state, status: state.status === "ASSIGNED" ? "READY" : state.status, readyAt: event.at };
    case "picked-up":
      return { ...state, status: "PICKED_UP" };
    case "delivered":
      return { ...state, status: "DELIVERED" };
    case "cancelled":
      return { ...state, status: "CANCELLED" };
    default:
      return assertNever(event);
  }
}

/** Decides and applies in one go: the events and the state after them. */
export function handle(
  command: OrderCommand,
  state: OrderState,
  now: Date,
): { readonly events: OrderEvent[]; readonly state: OrderState } {
  const events = decide(command, state, now);
  return { events, state: events.reduce(evolve, state) };
}

/** Whether the customer may still cancel it: until the kitchen has taken it on. */
export function isCancellableByCustomer(state: OrderState): boolean {
  return mayCancel("customer", state);
}

function mayCancel(reason: CancelReason, state: OrderState): boolean {
  if (isTerminal(state.status)) return false;
  const unpaid = state.status === "CREATED" || state.status === "PAYMENT_PENDING";
  switch (reason) {
    case "customer":
      return unpaid || (state.status === "CONFIRMED" && state.acceptedAt === null);
    case "kitchen_rejected":
      return (state.status === "CONFIRMED" || state.status === "ASSIGNED") && state.readyAt === null;
    case "kitchen_silent":
      return (state.status === "CONFIRMED" || state.status === "ASSIGNED") && state.acceptedAt === null;
    case "payment_declined":
    case "payment_expired":
      return unpaid;
    case "no_rider":
      return state.status === "CONFIRMED";
    case "customer_unreachable":
    case "food_damaged":
    case "ride_failed":
      return state.status === "PICKED_UP";
    case "ops":
      return true;
    default:
      return assertNever(reason);
  }
}

function allow(command: OrderCommand, state: OrderState, from: readonly OrderStatus[]): void {
  if (!from.includes(state.status)) throw illegal(command, state, `it is ${state.status}`);
}

function ownRider(command: OrderCommand, state: OrderState, riderId: string): void {
  if (state.riderId !== riderId) throw illegal(command, state, "another rider has it");
}

function illegal(command: OrderCommand, state: OrderState, why: string): DomainError {
  return new DomainError("ILLEGAL_TRANSITION", `Can't ${command.type.replace("-", " ")} this order: ${why}.`, {
    extra: { status: state.status },
  });
}
