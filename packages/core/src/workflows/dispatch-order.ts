import { dispatchRound } from "../dispatch/index.ts";
import { outboxEvent, type WorkflowClient } from "./client.ts";
import { guarded } from "./errors.ts";
import type { WorkflowServices } from "./services.ts";

/** More rounds than dispatch's own time limit can need; beyond it the rescue begins a new run. */
const MAX_ROUNDS = 300;

/**
 * Finds a rider for one order. The events only wake it: each round reads how things stand, so an event that is lost, or
 * comes before its wait, costs one timeout. The concurrency key lets one round at a time run in each city; runs that
 * wait do not count.
 */
export function dispatchOrder(client: WorkflowClient, services: WorkflowServices) {
  return client.createFunction(
    {
      id: "dispatch-order",
      name: "Find a rider",
      triggers: [{ event: outboxEvent("order/confirmed") }, { event: outboxEvent("dispatch/requested") }],
      concurrency: { key: "event.data.cityId", limit: 1 },
      cancelOn: [{ event: "order/cancelled", match: "data.orderId" }],
      retries: 10,
    },
    async ({ event, step }) => {
      const { orderId } = event.data;
      for (let round = 1; round <= MAX_ROUNDS; round += 1) {
        const result = await step.run(
          `round-${round}`,
          guarded(() => dispatchRound(services, orderId, services.settings.dispatch, new Date())),
        );
        if (result.kind === "done") return { orderId, status: result.status, rounds: round };
        if (result.kind === "offered") {
          await step.waitForEvent(`answer-${round}`, {
            event: "offer/settled",
            timeout: `${result.waitSeconds}s`,
            match: "data.orderId",
          });
        } else {
          await step.waitForEvent(`rider-${round}`, {
            event: "rider/available",
            timeout: `${result.waitSeconds}s`,
            match: "data.cityId",
          });
        }
      }
      return { orderId, status: "CONFIRMED", rounds: MAX_ROUNDS };
    },
  );
}
