import type { OrderStatus } from "../order/status.ts";

export type OfferStatus = "PENDING" | "ACCEPTED" | "DECLINED" | "EXPIRED" | "REVOKED" | "RELEASED";

/** How long a rider has to answer. The same window bounds the lock in Redis. */
export const OFFER_WINDOW_MS = 10_000;

export interface OfferState {
  readonly riderId: string;
  readonly seq: number;
  readonly status: OfferStatus;
  readonly expiresAt: Date;
}

export interface OfferedOrder {
  readonly status: OrderStatus;
  readonly riderId: string | null;
  readonly offerSeq: number;
}

export type OfferRefusal = "OFFER_EXPIRED" | "OFFER_TAKEN" | "OFFER_SUPERSEDED";

/**
 * Whether a rider's answer to an offer still counts, and if not, why not. `offer` is the one with the number that the
 * rider answers, or null when that number was never given out.
 *
 * - OFFER_TAKEN: somebody has the order (the caller too, when this is a repeated accept), or it is offered to another.
 * - OFFER_SUPERSEDED: the order has been offered again since, under a later number.
 * - OFFER_EXPIRED: too late, declined before, or the order is gone.
 */
export function judgeAnswer(
  offer: OfferState | null,
  order: OfferedOrder,
  riderId: string,
  seq: number,
  now: Date,
): OfferRefusal | null {
  if (order.riderId !== null) return "OFFER_TAKEN";
  if (order.status !== "CONFIRMED") return "OFFER_EXPIRED";
  if (offer === null) return seq < order.offerSeq ? "OFFER_SUPERSEDED" : "OFFER_EXPIRED";
  if (offer.riderId !== riderId) return "OFFER_TAKEN";
  if (seq < order.offerSeq) return "OFFER_SUPERSEDED";
  if (offer.status !== "PENDING" || now.getTime() > offer.expiresAt.getTime()) return "OFFER_EXPIRED";
  return null;
}
