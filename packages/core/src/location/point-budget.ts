/**
 * What a rider may send, messages without a point in them included: a phone that comes out of a dead zone may hand in its whole queue at once, and nobody has a
 * reason to send more than a few points a second for long.
 */
const POINT_LIMITS = { burst: 12_000, perSecond: 20 } as const;

export interface PointBudget {
  left: number;
  at: number;
}

export function fullBudget(now: number): PointBudget {
  return { left: POINT_LIMITS.burst, at: now };
}

/** Takes so many points out of it, if they are there; `now` in ms. */
export function spendPoints(budget: PointBudget, now: number, points = 1): boolean {
  if (now > budget.at) {
    budget.left = Math.min(POINT_LIMITS.burst, budget.left + ((now - budget.at) * POINT_LIMITS.perSecond) / 1_000);
    budget.at = now;
  }
  const isEnough = budget.left >= points;
  if (isEnough) budget.left -= points;
  // What is left counts against a message that is too large; a part of a point goes on growing.
  else budget.left %= 1;
  return isEnough;
}
