import type { Order } from "@tiffin/domain/wire/orders";
import type { ToldArrival } from "./arrivals.ts";

/** What the simulation remembers of one order that a customer tried to place. */
export interface OrderRecord {
  id: string;
  number: string;
  customerPhone: string;
  /** What the quote said, in minor units. */
  quoted: number;
  total: number;
  method: string;
  token: string;
  placedAt: number;
  status: Order["status"];
  cancelReason: string | undefined;
  endedAt: number | undefined;
  timeline: Order["timeline"];
  /** The same key was sent again, and gave this order's id. */
  replayedAs: string | undefined;
  /** What the customer heard with the rider's positions, oldest first. */
  arrivalsTold: ToldArrival[];
}

export interface Tally {
  orders: Map<string, OrderRecord>;
  /** Answers to placing that gave no order, by code: declined, closed meanwhile, … */
  refusals: Map<string, number>;
  /** Who was seen delivering which order. */
  deliveries: Map<string, Set<string>>;
  /** Orders whose food was carried off without a tap. */
  untapped: Set<string>;
  /** How riders answered their offers; `late` did not count. */
  answers: { accept: number; decline: number; ignore: number; late: number };
  /** Milliseconds from a rider's fix to its arrival at a customer. */
  positionDelays: number[];
  faults: string[];
}

export function newTally(): Tally {
  return {
    orders: new Map(),
    refusals: new Map(),
    deliveries: new Map(),
    untapped: new Set(),
    answers: { accept: 0, decline: 0, ignore: 0, late: 0 },
    positionDelays: [],
    faults: [],
  };
}

export function percentile(values: readonly number[], share: number): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}
