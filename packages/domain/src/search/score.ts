/**
 * How search ranks: engines find candidates and say how well the text fits; this says which of them a hungry person
 * wants first. Pure, every part between 0 and 1.
 */
export interface Scorable {
  /** How well the query's words fit, 0–1; 1 when nothing was typed. */
  readonly textScore: number;
  readonly distanceMeters: number;
  readonly rating: number | null;
  readonly ratingCount: number;
  readonly isOpen: boolean;
  readonly canDeliver: boolean;
  /** How well its cuisines suit whoever asks, 0–1; 0 when nothing is known of them. */
  readonly taste: number;
}

export interface ScoreParts {
  readonly text: number;
  readonly distance: number;
  readonly rating: number;
  readonly popularity: number;
  readonly open: number;
  readonly deliverable: number;
  readonly taste: number;
}

/**
 * With words the text leads, then quality and nearness; whether it is open says little there, or good matches would come
 * and go with the hour ("open now" is a filter). Without words what can be had now leads. Each set sums to 1. Taste weighs
 * as much as one and a half stars when browsing, and less than a clear difference in text when searching. The set for
 * words was chosen on the judged searches (`bench/relevance.json`) that are not held out; near it, little changes.
 */
export const WEIGHTS = {
  query: { text: 0.5, distance: 0.15, rating: 0.18, popularity: 0.04, open: 0.05, deliverable: 0.04, taste: 0.04 },
  browse: { text: 0, distance: 0.23, rating: 0.15, popularity: 0.08, open: 0.21, deliverable: 0.22, taste: 0.11 },
} as const satisfies Record<string, ScoreParts>;

const PARTS = Object.keys(WEIGHTS.query) as (keyof ScoreParts)[];

/** Gauss decay (Elasticsearch's `gauss` with decay 0.5): half the score at this distance, a sixteenth at twice. */
const DISTANCE_SCALE_METERS = 2_000;
/** A newcomer counts as this many guests who gave the usual rating (Bayesian mean). */
const PRIOR = { rating: 3.6, count: 25 };
/** Hardly anything is rated lower: from here to five stars lies all the difference that ratings make. */
const LOW_RATING = 3;
/** From here on more ratings add nothing. */
const POPULAR_RATING_COUNT = 2_500;

export function scoreParts(candidate: Scorable): ScoreParts {
  const decay = Math.LN2 / DISTANCE_SCALE_METERS ** 2;
  return {
    text: candidate.textScore,
    distance: Math.exp(-decay * candidate.distanceMeters ** 2),
    rating: Math.max(0, bayesianRating(candidate.rating, candidate.ratingCount) - LOW_RATING) / (5 - LOW_RATING),
    popularity: Math.sqrt(Math.min(candidate.ratingCount, POPULAR_RATING_COUNT) / POPULAR_RATING_COUNT),
    open: candidate.isOpen ? 1 : 0,
    deliverable: candidate.canDeliver ? 1 : 0,
    taste: candidate.taste,
  };
}

/** The blended score, 0–1. `hasQuery`: whether words were typed. */
export function blendedScore(candidate: Scorable, hasQuery: boolean): number {
  return explainScore(candidate, hasQuery).score;
}

export interface ScoreExplanation {
  readonly score: number;
  /** Each part's own value and its weight; the score is the sum of their products. */
  readonly parts: Readonly<Record<keyof ScoreParts, { readonly value: number; readonly weight: number }>>;
}

/** The same with the parts that it is made of, for whoever asks why. */
export function explainScore(candidate: Scorable, hasQuery: boolean): ScoreExplanation {
  const values = scoreParts(candidate);
  const weights = hasQuery ? WEIGHTS.query : WEIGHTS.browse;
  let score = 0;
  const parts = {} as Record<keyof ScoreParts, { value: number; weight: number }>;
  for (const part of PARTS) {
    score += weights[part] * values[part];
    parts[part] = { value: values[part], weight: weights[part] };
  }
  return { score, parts };
}

/** A rating that few gave is drawn to the usual one: 5.0 from two guests is worth less than 4.5 from a thousand. */
export function bayesianRating(rating: number | null, count: number): number {
  if (rating === null) return PRIOR.rating;
  return (rating * count + PRIOR.rating * PRIOR.count) / (count + PRIOR.count);
}
