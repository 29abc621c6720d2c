import type { OutboxMessage } from "@tiffin/domain/outbox/messages";

/** A committed row of the outbox. */
export interface OutboxChange {
  readonly kind: "outbox";
  readonly id: string;
  readonly message: OutboxMessage;
  readonly createdAt: Date;
}

/** Something about a restaurant changed: itself, its hours or its menu. */
export interface CatalogChange {
  readonly kind: "catalog";
  readonly restaurantId: string;
}

export type Change = OutboxChange | CatalogChange;

/** Somewhere that changes go. Handed in the order of their commits, at least once: idempotent by the outbox row's id. */
export interface Sink {
  readonly name: string;
  /** How long changes are gathered before they are handed over together. */
  readonly gatherMs?: number;
  wants(change: Change): boolean;
  /**
   * Resolves once all of them are where they belong. Throws {@link PoisonError} for what will never be taken; any other
   * error is tried again.
   */
  deliver(changes: readonly Change[]): Promise<void>;
}

/** The row itself is the trouble: trying again won't help. */
export class PoisonError extends Error {
  override readonly name = "PoisonError";
}
