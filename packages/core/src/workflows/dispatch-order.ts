import { dispatchRound } from "../dispatch/index.ts";
import { isAway } from "../outage/index.ts";
import { outboxEvent, type WorkflowClient } from "./client.ts";
import { guarded } from "./errors.ts";
import type { WorkflowServices } from "./services.ts";

/** More rounds than dispatch's own time limit can need; beyond it the rescue begins a new run. */
const MAX_ROUNDS = 300;
/** While Redis is away nobody can be asked. That is no failure of the run: retries with growing pauses would outlast it. */
const soonAgain = { kind: "nobody", waitSeconds: 2 } as const;

/**
 * Finds a rider for one order. The events only wake it: each round reads how things stand, so an event that is lost, or
 * comes before its wait, costs one timeout. Rounds of one city run one at a time, and runs that ask meanwhile share one.
 */
export function dispatchOrder(client: WorkflowClient, services: WorkflowServices) {
  return client.createFunction(
    {
      id: "dispatch-order",
      name: "Find a rider",
      triggers: [{ event: outboxEvent("order/confirmed") }, { event: outboxEvent("dispatch/requested") }],
      cancelOn: [{ event: "order/cancelled", match: "data.orderId" }],
      retries: 10,
    },
    async ({ event, step }) => {
      const { orderId } = event.data;
      for (let round = 1; round <= MAX_ROUNDS; round += 1) {
        const result = await step.run(
          `round-${round}`,
          guarded(() =>
            dispatchRound(services, orderId, services.settings.dispatch, new Date(), (cityId) =>
              services.matcher.round(cityId),
            ).catch((error: unknown) => {
              if (isAway(error)) return soonAgain;
              throw error;
            }),
          ),
        );
        if (result.kind === "done") return { orderId, status: result.status, rounds: round };
        if (result.kind === "offered") {
          await step.waitForEvent(`answer-${round}`, {
            event: "offer/settled",
            timeout: `${result.waitSeconds}s`,
            match: "data.orderId",
          });
        } else {
          // Whatever frees a rider has the city matched anew; only the order that comes of it is woken.
          await step.waitForEvent(`offer-${round}`, {
            event: "offer/created",
            timeout: `${result.waitSeconds}s`,
            match: "data.orderId",
          });
        }
      }
      return { orderId, status: "CONFIRMED", rounds: MAX_ROUNDS };
    },
  );
}
