import { describe, expect, it } from "vitest";
import { seededRandom } from "@tiffin/db/seed/random";
import { dispatchModelSchema, learnedScorer } from "@tiffin/domain/dispatch/learned-scorer";
import { handSetScorer, type PairFeatures } from "@tiffin/domain/dispatch/scorer";
import type { OfferOutcome } from "./offer-outcomes.ts";
import { trainModel } from "./train-model.ts";

const now = new Date("2027-03-01T20:00:00Z");
const usual: PairFeatures = {
  rideSeconds: 300,
  doorSeconds: 60,
  carrySeconds: 900,
  orders: 1,
  vehicle: "scooter",
  offersMade: 20,
  offersAccepted: 16,
  askedBefore: 0,
  idleSeconds: 120,
  readyInSeconds: 600,
};

/** A town whose riders mind a long way to the door far more than the hand-set weights think, and park slowly. */
function town(offers: number): OfferOutcome[] {
  const random = seededRandom(7);
  return Array.from({ length: offers }, () => {
    const carrySeconds = random.range(300, 2_700);
    const vehicle = random.chance(0.3) ? "bicycle" : "scooter";
    const rideSeconds = random.range(60, 900);
    const features = { ...usual, carrySeconds, rideSeconds, vehicle } as const;
    const isAccepted = random.chance(1 / (1 + Math.exp((carrySeconds - 1_500) / 200)));
    const slow = vehicle === "bicycle" ? 1.5 : 1;
    return {
      features,
      isAccepted,
      pickupSeconds: isAccepted ? rideSeconds * slow + 150 + random.range(-30, 30) : null,
    };
  });
}

describe("a model that is trained on a town's offers", () => {
  const model = trainModel(town(2_500), now);
  const scorer = learnedScorer(model);

  it("knows what its riders mind, and says so as often as it is so", () => {
    expect(scorer.acceptance({ ...usual, carrySeconds: 600 })).toBeGreaterThan(0.9);
    expect(scorer.acceptance({ ...usual, carrySeconds: 2_400 })).toBeLessThan(0.1);
    const { learned, handSet, reliability } = model.metrics.acceptance;
    expect(learned.logLoss).toBeLessThan(handSet.logLoss / 2);
    expect(learned.auc).toBeGreaterThan(0.9);
    for (const { predicted, observed } of reliability) expect(Math.abs(predicted - observed)).toBeLessThan(0.15);
  });

  it("knows how long the way to the counter really is", () => {
    expect(scorer.pickupSeconds(usual)).toBeCloseTo(450, -1);
    expect(scorer.pickupSeconds({ ...usual, vehicle: "bicycle" })).toBeCloseTo(600, -1);
    expect(model.metrics.pickup?.learned.meanAbsoluteSeconds).toBeLessThan(25);
  });

  it("never promises what no rider can do", () => {
    const far = { ...usual, rideSeconds: 40_000 };
    expect(scorer.pickupSeconds(far)).toBeLessThanOrEqual(3 * handSetScorer.pickupSeconds(far));
    expect(scorer.pickupSeconds({ ...usual, rideSeconds: 0, doorSeconds: 0 })).toBe(0);
  });

  it("is the same when it is trained again, and reads back from its file", () => {
    expect(trainModel(town(2_500), now)).toEqual(model);
    expect(dispatchModelSchema.parse(JSON.parse(JSON.stringify(model)))).toEqual(model);
  });
});

it("what was learned is left out where the hand-set weights do better", () => {
  // Riders who are just as the hand-set weights think: nothing is to be gained, and noise is learned.
  const random = seededRandom(3);
  const outcomes = Array.from({ length: 220 }, () => {
    const features = { ...usual, rideSeconds: random.range(60, 3_000), idleSeconds: random.range(0, 3_600) };
    const isAccepted = random.chance(handSetScorer.acceptance(features));
    return { features, isAccepted, pickupSeconds: handSetScorer.pickupSeconds(features) };
  });
  const model = trainModel(outcomes, now);
  const { learned, handSet } = model.metrics.acceptance;
  expect(model.acceptance === null).toBe(learned.logLoss >= handSet.logLoss);
  // By hand it is exact to the second: that can't be beaten.
  expect(model.pickup).toBeNull();
  expect(learnedScorer(model).pickupSeconds(usual)).toBe(handSetScorer.pickupSeconds(usual));
});

it("too few offers, or none that differ, teach nothing", () => {
  expect(() => trainModel(town(199), now)).toThrow("at least 200");
  const alike = town(300).map((outcome) => ({ ...outcome, isAccepted: true }));
  expect(() => trainModel(alike, now)).toThrow("answered alike");
});
