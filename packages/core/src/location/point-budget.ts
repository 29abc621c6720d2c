/**
 * What a rider may send: a phone that comes out of a dead zone may hand in its whole queue at once, and nobody has a
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

/** Takes one point out of it, if there is one; `now` in ms. */
export function spendPoint(budget: PointBudget, now: number): boolean {
  if (now > budget.at) {
    budget.left = Math.min(POINT_LIMITS.burst, budget.left + ((now - budget.at) * POINT_LIMITS.perSecond) / 1_000);
    budget.at = now;
  }
  if (budget.left < 1) return false;
  budget.left -= 1;
  return true;
}
