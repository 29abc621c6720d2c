import {
  acceptanceInputs,
  chanceOf,
  pickupInputs,
  weigh,
  type DispatchModel,
  type Terms,
} from "@tiffin/domain/dispatch/learned-scorer";
import { handSetScorer } from "@tiffin/domain/dispatch/scorer";
import { auc, brier, errorsOf, logLoss, reliability, type Prediction } from "./judge-model.ts";
import { fitLinear, fitLogistic } from "./fit.ts";
import type { OfferOutcome } from "./offer-outcomes.ts";

/** Fewer teach less than the weights set by hand know. */
export const LEAST_OFFERS = 200;
const LEAST_PICKUPS = 100;
/** The last fifth in time judges what the others taught: tomorrow's offers are not yesterday's. */
const TRAINED_SHARE = 0.8;

/**
 * Learns from offers and what came of them, oldest first. A part of the model that does worse than the weights set by hand
 * on offers it has not seen is left out.
 * @throws RangeError with fewer than {@link LEAST_OFFERS} offers, or when all were answered alike
 */
export function trainModel(outcomes: readonly OfferOutcome[], now: Date): DispatchModel {
  if (outcomes.length < LEAST_OFFERS)
    throw new RangeError(`${outcomes.length} answered offers are too few: at least ${LEAST_OFFERS} are needed`);
  const { acceptance, metrics } = learnAcceptance(outcomes);
  const pickups = learnPickup(outcomes);
  return {
    version: `learned-${now.toISOString().slice(0, 19).replace("T", "-").replaceAll(":", "")}`,
    trainedAt: now.toISOString(),
    acceptance,
    pickup: pickups?.pickup ?? null,
    metrics: { acceptance: metrics, pickup: pickups?.metrics ?? null },
  };
}

function learnAcceptance(outcomes: readonly OfferOutcome[]) {
  const [taught, held] = split(outcomes);
  if (new Set(taught.map(({ isAccepted }) => isAccepted)).size < 2)
    throw new RangeError("all offers were answered alike: there is nothing to tell apart");
  const terms = fitLogistic(
    taught.map(({ features, isAccepted }) => ({ inputs: acceptanceInputs(features), happened: isAccepted })),
  );
  const judged = (predict: (outcome: OfferOutcome) => number): Prediction[] =>
    held.map((outcome) => ({ predicted: predict(outcome), happened: outcome.isAccepted }));
  const learned = judged(({ features }) => chanceOf(weigh(terms, acceptanceInputs(features))));
  const handSet = judged(({ features }) => handSetScorer.acceptance(features));
  const losses = (predictions: readonly Prediction[]) => ({
    logLoss: logLoss(predictions),
    brier: brier(predictions),
    auc: auc(predictions),
  });
  return {
    acceptance: better(terms, logLoss(learned), logLoss(handSet)),
    metrics: {
      trainedOn: taught.length,
      testedOn: held.length,
      learned: losses(learned),
      handSet: losses(handSet),
      reliability: reliability(learned),
    },
  };
}

function learnPickup(outcomes: readonly OfferOutcome[]) {
  const arrivals = outcomes.flatMap(({ features, pickupSeconds }) =>
    pickupSeconds === null ? [] : [{ features, actual: pickupSeconds }],
  );
  if (arrivals.length < LEAST_PICKUPS) return null;
  const [taught, held] = split(arrivals);
  const terms = fitLinear(taught.map(({ features, actual }) => ({ inputs: pickupInputs(features), actual })));
  const learned = errorsOf(
    held.map(({ features, actual }) => ({ predicted: weigh(terms, pickupInputs(features)), actual })),
  );
  const handSet = errorsOf(
    held.map(({ features, actual }) => ({ predicted: handSetScorer.pickupSeconds(features), actual })),
  );
  return {
    pickup: better(terms, learned.meanAbsoluteSeconds, handSet.meanAbsoluteSeconds),
    metrics: { trainedOn: taught.length, testedOn: held.length, learned, handSet },
  };
}

const better = (terms: Terms, learned: number, handSet: number): Terms | null => (learned < handSet ? terms : null);

function split<T>(rows: readonly T[]): [T[], T[]] {
  const at = Math.floor(rows.length * TRAINED_SHARE);
  return [rows.slice(0, at), rows.slice(at)];
}
