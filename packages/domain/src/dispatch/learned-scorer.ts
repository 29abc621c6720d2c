import { z } from "zod";
import { handSetScorer, type PairFeatures, type Scorer } from "./scorer.ts";

/** A weight for each input that a model looks at, by name; what it has no weight for does not count. */
export interface Terms {
  readonly intercept: number;
  readonly weights: Readonly<Record<string, number>>;
}

const ACCEPTANCE_INPUTS = [
  "habit",
  "rideMinutes",
  "carryMinutes",
  "moreOrders",
  "askedBefore",
  "idleMinutes",
  "readyInMinutes",
] as const;
const PICKUP_INPUTS = ["rideSeconds", "doorSeconds", "bicycleSeconds", "carSeconds", "moreOrders"] as const;

/** A weight for anything else is of a model that looks at what this code no longer says: it would be lost without a word. */
const termsOf = (inputs: readonly string[]) =>
  z.object({
    intercept: z.number(),
    weights: z.record(z.string(), z.number()).superRefine((weights, context) => {
      for (const name of Object.keys(weights))
        if (!inputs.includes(name))
          context.addIssue({ code: "custom", path: [name], message: "an input that is not known" });
    }),
  });

/** One row of the reliability table: of the offers that were thought to be taken so likely, so many were. */
const reliabilitySchema = z.object({ predicted: z.number(), observed: z.number(), offers: z.int() });

const lossesSchema = z.object({ logLoss: z.number(), brier: z.number(), auc: z.number() });
const errorsSchema = z.object({ meanAbsoluteSeconds: z.number(), biasSeconds: z.number() });

/** A trained model as it is kept: weights, and how good they were on offers that they were not trained on. */
export const dispatchModelSchema = z.object({
  version: z.string().min(1),
  trainedAt: z.iso.datetime(),
  /** Null where the weights set by hand were better. */
  acceptance: termsOf(ACCEPTANCE_INPUTS).nullable(),
  pickup: termsOf(PICKUP_INPUTS).nullable(),
  metrics: z.object({
    acceptance: z.object({
      trainedOn: z.int(),
      testedOn: z.int(),
      learned: lossesSchema,
      handSet: lossesSchema,
      reliability: z.array(reliabilitySchema),
    }),
    pickup: z
      .object({ trainedOn: z.int(), testedOn: z.int(), learned: errorsSchema, handSet: errorsSchema })
      .nullable(),
  }),
});
export type DispatchModel = z.infer<typeof dispatchModelSchema>;

const MINUTE = 60;
const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
const logit = (share: number) => Math.log(share / (1 - share));

/** What the model of acceptance looks at; minutes, counts, and the log-odds of the rider's habit. */
export function acceptanceInputs(features: PairFeatures): Record<(typeof ACCEPTANCE_INPUTS)[number], number> {
  const { offersMade, offersAccepted, rideSeconds, carrySeconds, orders, askedBefore, idleSeconds, readyInSeconds } =
    features;
  return {
    // Smoothed, so that a newcomer is an average rider and nobody is quite certain.
    habit: logit(within((offersAccepted + 4) / (offersMade + 5), 0.02, 0.98)),
    rideMinutes: within(rideSeconds / MINUTE, 0, 60),
    carryMinutes: within(carrySeconds / MINUTE, 0, 90),
    moreOrders: orders - 1,
    askedBefore: within(askedBefore, 0, 5),
    idleMinutes: within((idleSeconds ?? 0) / MINUTE, 0, 60),
    readyInMinutes: within(readyInSeconds / MINUTE, -30, 60),
  };
}

/** What the model of the pick-up looks at; seconds of the way, and what makes it slower. */
export function pickupInputs({
  rideSeconds,
  doorSeconds,
  vehicle,
  orders,
}: PairFeatures): Record<(typeof PICKUP_INPUTS)[number], number> {
  return {
    rideSeconds,
    doorSeconds,
    bicycleSeconds: vehicle === "bicycle" || vehicle === "ebike" ? rideSeconds : 0,
    carSeconds: vehicle === "car" ? rideSeconds : 0,
    moreOrders: orders - 1,
  };
}

export function weigh({ intercept, weights }: Terms, inputs: Readonly<Record<string, number>>): number {
  return Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * (inputs[name] ?? 0), intercept);
}

export const chanceOf = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));

/** A pick-up is never thought to be quicker or slower than the hand-set estimate by more than this: models extrapolate badly. */
const BOUND = { least: 0.5, most: 3 };

/** A scorer with learned weights; where the model has none, with those set by hand. */
export function learnedScorer({ version, acceptance, pickup }: DispatchModel): Scorer {
  return {
    version,
    acceptance: (features) =>
      acceptance === null
        ? handSetScorer.acceptance(features)
        : chanceOf(weigh(acceptance, acceptanceInputs(features))),
    pickupSeconds(features) {
      const usually = handSetScorer.pickupSeconds(features);
      if (pickup === null) return usually;
      return within(weigh(pickup, pickupInputs(features)), BOUND.least * usually, BOUND.most * usually);
    },
  };
}
