import { sql } from "drizzle-orm";
import type { Transaction } from "../client.ts";
import { insertRows } from "../insert-rows.ts";
import { offers, rides } from "../schema/dispatch.ts";
import { outbox } from "../schema/outbox.ts";

/** Questions to riders, with what is told of them. */
export interface QuestionRows {
  /** Of the orders that have none yet. */
  readonly rides: readonly (typeof rides.$inferInsert)[];
  readonly offers: readonly (typeof offers.$inferInsert & { readonly questionId: string })[];
  /** One for each offer, about its order. */
  readonly outbox: readonly (typeof outbox.$inferInsert)[];
}

/**
 * Writes the questions whose rider and whose orders have no open offer, each whole or not at all, and with them the rides
 * that are missing, the counters of orders and riders, and the outbox: one statement, one round trip. Returns the ids of
 * the offers that it wrote.
 *
 * The caller holds the locks of the orders and of the riders, as everybody does who asks: what has no open offer gets
 * none meanwhile. Should somebody not hold them, a unique index refuses all of it.
 */
export async function writeQuestions(tx: Transaction, rows: QuestionRows): Promise<Set<string>> {
  const asked = rows.offers.map(({ questionId, orderId, riderId }) => ({
    question_id: questionId,
    order_id: orderId,
    rider_id: riderId,
  }));
  const made =
    rows.rides.length === 0
      ? sql``
      : sql`made as (${insertRows(rides, rows.rides)} on conflict (order_id) do nothing), `;
  const written = await tx.execute<{ id: string }>(sql`
    with ${made} busy as materialized (
      select question_id
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked (question_id uuid, order_id uuid, rider_id uuid)
      where exists (select from offers open where open.order_id = asked.order_id and open.status = 'PENDING')
        or exists (select from offers open where open.rider_id = asked.rider_id and open.status = 'PENDING')
    ), written as (
      ${insertRows(offers, rows.offers)} where question_id not in (select question_id from busy)
      returning id, order_id, rider_id
    ), counted as (
      update orders set offer_seq = offer_seq + 1 where id in (select order_id from written)
    ), remembered as (
      update riders set offers_made = offers_made + 1 where user_id in (select rider_id from written)
    ), told as (
      ${insertRows(outbox, rows.outbox)} where subject_id in (select order_id from written)
    )
    select id from written`);
  return new Set(written.map(({ id }) => id));
}
