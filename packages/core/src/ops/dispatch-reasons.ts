import { notFound } from "@tiffin/domain/errors";
import type { DispatchReasons, ReplayedRound } from "@tiffin/domain/wire/ops";
import { explainOffer, replayDecision } from "../dispatch/index.ts";
import { orderOfOps } from "./scope.ts";
import type { OpsServices } from "./services.ts";

/** "Why this rider?", and why nobody yet. @throws DomainError NOT_FOUND, for an order of a city that is not the operator's too */
export async function dispatchReasons(
  { db }: Pick<OpsServices, "db">,
  opsId: string,
  orderId: string,
): Promise<DispatchReasons> {
  await orderOfOps(db, opsId, orderId);
  const { offers, waiting } = await explainOffer(db, orderId);
  return {
    offers: offers.map(({ seq, together, features, alternatives, decisionId }) => ({
      seq,
      orders: together.length,
      cost: typeof features["cost"] === "number" ? features["cost"] : null,
      alternatives: alternatives.map(({ riderId, name, rideSeconds, cost, acceptance }) => ({
        riderId,
        name,
        rideSeconds,
        cost,
        acceptance,
      })),
      decisionId,
    })),
    waiting:
      waiting === null
        ? null
        : {
            why: waiting.why,
            until: waiting.until?.toISOString() ?? null,
            decidedAt: waiting.decidedAt.toISOString(),
          },
  };
}

/**
 * Plans the round again in which somebody was asked about this order, from its record alone.
 * @throws DomainError NOT_FOUND, for a round that asked nobody about it too
 */
export async function replayRound(
  { db }: Pick<OpsServices, "db">,
  opsId: string,
  { orderId, decisionId }: { readonly orderId: string; readonly decisionId: string },
): Promise<ReplayedRound> {
  await orderOfOps(db, opsId, orderId);
  const { offers } = await explainOffer(db, orderId);
  if (!offers.some((offer) => offer.decisionId === decisionId)) throw notFound("decision");
  const { decidedAt, logged, replayed, isSame } = await replayDecision(db, decisionId);
  return {
    decidedAt: decidedAt.toISOString(),
    questions: logged.offers.length,
    isReplayed: replayed !== null,
    isSame,
  };
}
