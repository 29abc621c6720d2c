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
}

export interface ScoreParts {
  readonly text: number;
  readonly distance: number;
  readonly rating: number;
  readonly popularity: number;
  readonly open: number;
  readonly deliverable: number;
}

/** With words the text leads; without, nearness and quality do. Each set sums to 1. */
export const WEIGHTS = {
  query: { text: 0.46, distance: 0.16, rating: 0.14, popularity: 0.06, open: 0.08, deliverable: 0.1 },
  browse: { text: 0, distance: 0.32, rating: 0.26, popularity: 0.12, open: 0.14, deliverable: 0.16 },
} as const satisfies Record<string, ScoreParts>;

/** Gauss decay (Elasticsearch's `gauss` with decay 0.5): half the score at this distance, a sixteenth at twice. */
const DISTANCE_SCALE_METERS = 2_000;
/** A newcomer counts as this many guests who gave the usual rating (Bayesian mean). */
const PRIOR = { rating: 3.6, count: 25 };
/** From here on more ratings add nothing. */
const POPULAR_RATING_COUNT = 2_500;

export function scoreParts(candidate: Scorable): ScoreParts {
  const decay = Math.LN2 / DISTANCE_SCALE_METERS ** 2;
  return {
    text: candidate.textScore,
    distance: Math.exp(-decay * candidate.distanceMeters ** 2),
    rating: bayesianRating(candidate.rating, candidate.ratingCount) / 5,
    popularity: Math.sqrt(Math.min(candidate.ratingCount, POPULAR_RATING_COUNT) / POPULAR_RATING_COUNT),
    open: candidate.isOpen ? 1 : 0,
    deliverable: candidate.canDeliver ? 1 : 0,
  };
}

/** The blended score, 0–1. `hasQuery`: whether words were typed. */
export function blendedScore(candidate: Scorable, hasQuery: boolean): number {
  const parts = scoreParts(candidate);
  const weights = hasQuery ? WEIGHTS.query : WEIGHTS.browse;
  return (Object.keys(weights) as (keyof ScoreParts)[]).reduce((sum, part) => sum + weights[part] * parts[part], 0);
}

/** A rating that few gave is drawn to the usual one: 5.0 from two guests is worth less than 4.5 from a thousand. */
export function bayesianRating(rating: number | null, count: number): number {
  if (rating === null) return PRIOR.rating;
  return (rating * count + PRIOR.rating * PRIOR.count) / (count + PRIOR.count);
}
