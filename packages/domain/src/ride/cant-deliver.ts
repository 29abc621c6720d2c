import { DomainError } from "../errors.ts";
import type { LiableParty } from "../ledger/transactions.ts";
import type { CancelReason } from "../order/status.ts";

/** Why a rider can't go on with an order. */
export const CANT_DELIVER_REASONS = [
  "customer_absent",
  "customer_refused",
  "wrong_address",
  "food_damaged",
  "restaurant_closed",
  "vehicle",
  "unsafe",
] as const;
export type CantDeliverReason = (typeof CANT_DELIVER_REASONS)[number];

/** What cancels an order that is on its way already. */
export type UndeliveredReason = Extract<CancelReason, "customer_unreachable" | "food_damaged" | "ride_failed">;

/** A rider waits so long at a door before nobody is there. */
export const DOOR_WAIT_MS = 5 * 60_000;

const BEFORE_PICK_UP: ReadonlySet<CantDeliverReason> = new Set(["restaurant_closed", "vehicle", "unsafe"]);
const AFTER_PICK_UP = {
  customer_absent: "customer_unreachable",
  customer_refused: "customer_unreachable",
  wrong_address: "customer_unreachable",
  food_damaged: "food_damaged",
  vehicle: "ride_failed",
  unsafe: "ride_failed",
  restaurant_closed: null,
} as const satisfies Record<CantDeliverReason, UndeliveredReason | null>;

/** Who bears what the customer of an undelivered order gets back. */
export const LIABLE_FOR = {
  customer_unreachable: "platform",
  food_damaged: "rider",
  ride_failed: "platform",
} as const satisfies Record<UndeliveredReason, LiableParty>;

/** Whether the way was ridden in vain and is paid all the same: the food stood at the door, and it was not for the rider. */
export function isPaidInVain(reason: CancelReason, ride: { readonly atDoorSince: Date | null }): boolean {
  return reason === "customer_unreachable" && ride.atDoorSince !== null;
}

export function isUndelivered(reason: string): reason is UndeliveredReason {
  return Object.hasOwn(LIABLE_FOR, reason);
}

export type CantDeliverOutcome =
  /** Another rider is looked for. */
  | { readonly type: "release" }
  /** The food is out and can't be brought: the order ends, and the customer gets the money back. */
  | { readonly type: "cancel"; readonly reason: UndeliveredReason };

/**
 * What follows from a rider's "I can't": before the pick-up the ride goes to another; after it the order ends.
 *
 * @throws DomainError VALIDATION_FAILED for a reason that can't be one yet, or no more; ILLEGAL_TRANSITION, with
 * `waitUntil`, for a customer who was not waited for.
 */
export function judgeCantDeliver(
  reason: CantDeliverReason,
  ride: { readonly isPickedUp: boolean; readonly atDoorSince: Date | null },
  at: Date,
): CantDeliverOutcome {
  if (!ride.isPickedUp) {
    if (BEFORE_PICK_UP.has(reason)) return { type: "release" };
    throw misplaced("before the pick-up");
  }
  const cancelled = AFTER_PICK_UP[reason];
  if (cancelled === null) throw misplaced("after the pick-up");
  if (reason === "customer_absent") {
    const since = ride.atDoorSince?.getTime() ?? null;
    if (since === null) throw new DomainError("ILLEGAL_TRANSITION", "Say that you are at the door first.");
    if (at.getTime() - since < DOOR_WAIT_MS) {
      throw new DomainError("ILLEGAL_TRANSITION", "Wait at the door a little longer.", {
        extra: { waitUntil: new Date(since + DOOR_WAIT_MS).toISOString() },
      });
    }
  }
  return { type: "cancel", reason: cancelled };
}

function misplaced(when: string): DomainError {
  return new DomainError("VALIDATION_FAILED", "That can't be the reason now.", {
    fields: [{ path: "reason", message: `not ${when}` }],
  });
}
