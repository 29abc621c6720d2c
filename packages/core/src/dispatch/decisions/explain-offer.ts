import { and, asc, desc, eq, gte, inArray } from "drizzle-orm";
import type { Database } from "@tiffin/db/client";
import { isId } from "@tiffin/db/ids";
import { dispatchDecisions, offers } from "@tiffin/db/schema/dispatch";
import { users } from "@tiffin/db/schema/identity";
import { orders } from "@tiffin/db/schema/orders";
import type { Alternative, CityPlan, LeftOrder } from "@tiffin/domain/dispatch/city";
import { planCity } from "@tiffin/domain/dispatch/plan";
import { notFound } from "@tiffin/domain/errors";
import type { DecidedPlan } from "./decision-log.ts";
import { scorerOf } from "./kept-models.ts";
import { readRecord } from "./recorded-state.ts";

/** One rider who was asked to carry an order, and why them. */
export interface ExplainedOffer {
  readonly seq: number;
  readonly rider: { readonly id: string; readonly name: string };
  readonly status: string;
  readonly declineReason: string | null;
  readonly askedAt: Date;
  readonly settledAt: Date | null;
  /** The orders that were offered together, in the order of the doors; this one among them. */
  readonly together: readonly string[];
  /** What was known of the rider and the way, and what the planner made of it. */
  readonly features: Readonly<Record<string, number | string | boolean | null>>;
  /** Who came next; empty once the decision's record has been pruned. */
  readonly alternatives: readonly (Alternative & { readonly name: string })[];
  readonly decisionId: string | null;
}

export interface DispatchExplanation {
  readonly orderId: string;
  readonly status: string;
  readonly offers: readonly ExplainedOffer[];
  /** What the last round that saw it made of it, while nobody carries it and nobody is being asked. */
  readonly waiting: (LeftOrder & { readonly decidedAt: Date }) | null;
}

/** So many rounds back a waiting order is looked for: more than a rush has in the time between two of its turns. */
const ROUNDS_BACK = 60;

/** "Why this rider?", and why nobody yet. @throws DomainError NOT_FOUND */
export async function explainOffer(db: Database, orderId: string): Promise<DispatchExplanation> {
  const [order] = isId(orderId) ? await db.select().from(orders).where(eq(orders.id, orderId)) : [];
  if (order === undefined) throw notFound("order");
  const asked = await db
    .select({ offer: offers, name: users.name, decision: dispatchDecisions.outcome })
    .from(offers)
    .innerJoin(users, eq(users.id, offers.riderId))
    .leftJoin(dispatchDecisions, eq(dispatchDecisions.id, offers.decisionId))
    .where(eq(offers.orderId, orderId))
    .orderBy(asc(offers.seq));
  const rows = asked.map(({ offer, name, decision }) => ({
    offer,
    name,
    planned: planOf(decision)?.offers.find(
      ({ riderId, orderIds }) => riderId === offer.riderId && orderIds.includes(orderId),
    ),
  }));
  const names = await namesOf(
    db,
    rows.flatMap(({ planned }) => planned?.alternatives.map(({ riderId }) => riderId) ?? []),
  );
  const together = await questions(
    db,
    rows.map(({ offer }) => offer.questionId),
  );
  const isWaiting = order.status === "CONFIRMED" && !rows.some(({ offer }) => offer.status === "PENDING");
  return {
    orderId,
    status: order.status,
    offers: rows.map(({ offer, name, planned }) => ({
      seq: offer.seq,
      rider: { id: offer.riderId, name },
      status: offer.status,
      declineReason: offer.declineReason,
      askedAt: offer.createdAt,
      settledAt: offer.settledAt,
      together: together.get(offer.questionId) ?? [orderId],
      features: offer.features,
      alternatives: (planned?.alternatives ?? []).map((one) => ({ ...one, name: names.get(one.riderId) ?? "" })),
      decisionId: planned === undefined ? null : offer.decisionId,
    })),
    waiting: isWaiting ? await lastReason(db, order.cityId, orderId, order.placedAt) : null,
  };
}

export interface ReplayedDecision {
  readonly decidedAt: Date;
  /** What was planned then. */
  readonly logged: DecidedPlan;
  /** What today's planner makes of the same input; null when the log did not keep it, or nobody kept its model. */
  readonly replayed: CityPlan | null;
  /** Whether it would ask the same riders the same. */
  readonly isSame: boolean;
}

/** Plans a logged round again from its record and by the model that it was decided by. @throws DomainError NOT_FOUND */
export async function replayDecision(db: Database, decisionId: string): Promise<ReplayedDecision> {
  const [row] = isId(decisionId)
    ? await db.select().from(dispatchDecisions).where(eq(dispatchDecisions.id, decisionId))
    : [];
  const logged = planOf(row?.outcome ?? null);
  if (row === undefined || logged === null) throw notFound("decision");
  const record = row.input === null ? null : readRecord(row.input);
  const scorer = record === null ? null : await scorerOf(db, record.scorer);
  const replayed = record === null || scorer === null ? null : planCity(record.state, record.policy, scorer);
  return {
    decidedAt: row.decidedAt,
    logged,
    replayed,
    isSame: replayed !== null && questionsIn(replayed) === questionsIn(logged),
  };
}

const questionsIn = ({ offers: planned }: { readonly offers: DecidedPlan["offers"] | CityPlan["offers"] }) =>
  planned
    .map(({ riderId, orderIds }) => [riderId, ...orderIds].join())
    .toSorted()
    .join(";");

function planOf(outcome: Record<string, unknown> | null): DecidedPlan | null {
  return outcome === null ? null : (outcome as unknown as DecidedPlan);
}

async function namesOf(db: Database, riderIds: readonly string[]): Promise<Map<string, string>> {
  if (riderIds.length === 0) return new Map();
  const people = await db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, [...new Set(riderIds)]));
  return new Map(people.map(({ id, name }) => [id, name]));
}

/** The orders of each question, in the order of the doors. */
async function questions(db: Database, questionIds: readonly string[]): Promise<Map<string, string[]>> {
  if (questionIds.length === 0) return new Map();
  const rows = await db
    .select({ questionId: offers.questionId, orderId: offers.orderId })
    .from(offers)
    .where(inArray(offers.questionId, [...new Set(questionIds)]))
    .orderBy(asc(offers.position));
  const found = new Map<string, string[]>();
  for (const { questionId, orderId } of rows) found.set(questionId, [...(found.get(questionId) ?? []), orderId]);
  return found;
}

async function lastReason(
  db: Database,
  cityId: string,
  orderId: string,
  since: Date,
): Promise<DispatchExplanation["waiting"]> {
  const rounds = await db
    .select({ decidedAt: dispatchDecisions.decidedAt, outcome: dispatchDecisions.outcome })
    .from(dispatchDecisions)
    .where(and(eq(dispatchDecisions.cityId, cityId), gte(dispatchDecisions.decidedAt, since)))
    .orderBy(desc(dispatchDecisions.decidedAt))
    .limit(ROUNDS_BACK);
  for (const { decidedAt, outcome } of rounds) {
    const left = planOf(outcome)?.left.find((one) => one.orderId === orderId);
    if (left === undefined) continue;
    // JSON has kept the moment as text.
    return { ...left, until: left.until === null ? null : new Date(left.until), decidedAt };
  }
  return null;
}
