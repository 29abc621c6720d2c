import { sql } from "drizzle-orm";
import { orderEvents, orders } from "@tiffin/db/schema/orders";
import type { DispatchSettings } from "./services.ts";

/** How long an order has been without a rider. */
export interface SearchSpan {
  readonly placedAt: Date;
  /** When it was confirmed, or lost its rider, last. */
  readonly searchedSince: Date;
}

/** Its columns, of a query over orders. */
export const searchSpan = {
  placedAt: orders.placedAt,
  searchedSince: sql`coalesce((
    select ${orderEvents.at} from ${orderEvents}
    where ${orderEvents.orderId} = ${orders.id} and ${orderEvents.type} in ('confirmed', 'unassigned')
    order by ${orderEvents.seq} desc limit 1), ${orders.placedAt})`.mapWith(orders.placedAt),
};

/**
 * A rider who gives an order back begins its search anew, and the next may give it back as well, as at a door that is
 * locked. So many times the patience for one search after it was placed there is no more.
 */
const ALL_SEARCHES = 3;

/** For how long somebody may still be asked about an order. Seconds; 0 or less: it is to be given up. */
export function secondsToGiveUp(
  { placedAt, searchedSince }: SearchSpan,
  { giveUpAfterSeconds }: Pick<DispatchSettings, "giveUpAfterSeconds">,
  now: Date,
): number {
  const end = Math.min(
    searchedSince.getTime() + giveUpAfterSeconds * 1_000,
    placedAt.getTime() + ALL_SEARCHES * giveUpAfterSeconds * 1_000,
  );
  return (end - now.getTime()) / 1_000;
}
