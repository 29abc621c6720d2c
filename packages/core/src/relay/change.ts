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
  /** The cities that its own row named before and after, when it was that row that changed. */
  readonly cityIds: readonly string[];
  readonly committedAt: Date;
}

/** What all restaurants of a city take from it changed: its time zone or currency. */
export interface CityChange {
  readonly kind: "city";
  readonly cityId: string;
  readonly committedAt: Date;
}

/** A table of the catalogue was emptied by TRUNCATE, which says nothing of single rows. */
export interface CatalogEmptied {
  readonly kind: "emptied";
  readonly table: string;
  readonly committedAt: Date;
}

export type Change = OutboxChange | CatalogChange | CityChange | CatalogEmptied;

/** When it was committed (of the outbox: when it was written). */
export function timeOf(change: Change): Date {
  return change.kind === "outbox" ? change.createdAt : change.committedAt;
}

/** Somewhere that changes go. Handed in the order of their commits, at least once: idempotent by the outbox row's id. */
export interface Sink {
  readonly name: string;
  /** Changes in one delivery, at most. */
  readonly maxBatch?: number;
  /**
   * For sinks that look up the present state: changes of one key that wait become one, and the order no longer matters.
   * Such a queue is as long as there are keys, and does not hold the stream back for it.
   */
  readonly merging?: {
    key(change: Change): string;
    merge(earlier: Change, later: Change): Change;
  };
  /** What a change stands for, in pieces that are delivered instead of it. Null: it stands for itself. */
  expand?(change: Change): AsyncIterable<readonly Change[]> | null;
  /** From one delivery's beginning to the next one's. The first after a rest goes at once. */
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
