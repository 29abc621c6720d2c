import type { ArrivalsOutcome } from "../load/arrivals-plan.ts";

/** Whatever wasn't answered as it should be. */
export function errorsOf({ statuses, unanswered }: ArrivalsOutcome, expected = "201"): number {
  const others = Object.entries(statuses).filter(([status]) => status !== expected);
  return unanswered + others.reduce((sum, [, count]) => sum + count, 0);
}
