import type { CityPlan, CityState } from "./city.ts";
import { planGreedily } from "./greedy.ts";
import type { DispatchPolicy } from "./policy.ts";
import { planRides } from "./planner/plan-rides.ts";
import { handSetScorer, type Scorer } from "./scorer.ts";

/**
 * Whom to ask now to carry what, for one city at one moment, and why the other orders are not offered yet. The one
 * interface of dispatch: the product's matching rounds and the replays of public days go through it.
 *
 * Pure and deterministic: the same input gives the same plan, whatever the order of its lists. No rider gets two offers,
 * no order two riders.
 */
export function planCity<Place>(
  state: CityState<Place>,
  policy: DispatchPolicy,
  scorer: Scorer = handSetScorer,
): CityPlan {
  switch (policy.kind) {
    case "greedy":
      return planGreedily(state, policy);
    case "planner":
      return planRides(state, policy, scorer);
    default:
      return policy satisfies never;
  }
}
