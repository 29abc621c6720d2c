import type { DispatchPolicy } from "@tiffin/domain/dispatch/policy";
import type { CityMatcher, MatchResult } from "../dispatch/index.ts";
import { isAway } from "../outage/index.ts";
import { outboxEvent, type WorkflowClient } from "./client.ts";
import { guarded } from "./errors.ts";

/** A rider who came on shift a moment ago has no position yet, or stands just outside an order's circle. */
const LOOKS = 6;
const BETWEEN_LOOKS = "5s";

/**
 * A rider came on shift or got free, or food is ready sooner than its rider was going to be asked: the orders that wait in
 * the city are planned anew. When nothing is held back, food that is ready is no news to dispatch.
 */
export function matchCityAnew(client: WorkflowClient, matcher: CityMatcher<MatchResult>, policy: DispatchPolicy) {
  const isPatient = policy.kind === "planner" && policy.holdBackSeconds > 0;
  return client.createFunction(
    {
      id: "match-city",
      name: "Match a city",
      triggers: [
        { event: outboxEvent("rider/available") },
        ...(isPatient ? [{ event: outboxEvent("order/ready") }] : []),
      ],
      retries: 2,
    },
    async ({ event, step }) => {
      let offers = 0;
      for (let look = 1; look <= LOOKS; look += 1) {
        if (look > 1) await step.sleep(`before-${look}`, BETWEEN_LOOKS);
        const result = await step.run(
          `match-${look}`,
          guarded(async () => {
            try {
              const { offers: made, anybodyFree, left } = await matcher.round(event.data.cityId);
              return { offers: made.length, isWorthAnother: anybodyFree && left.size > 0 };
            } catch (error) {
              if (isAway(error)) return { offers: 0, isWorthAnother: true };
              throw error;
            }
          }),
        );
        offers += result.offers;
        if (!result.isWorthAnother) break;
      }
      return { offers };
    },
  );
}
