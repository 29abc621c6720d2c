import { dispatchRound, firstWaitSeconds, isTaken } from "../dispatch/index.ts";
import { isAway } from "../outage/index.ts";
import { outboxEvent, type WorkflowClient } from "./client.ts";
import { guarded } from "./errors.ts";
import type { WorkflowServices } from "./services.ts";

/** A run has a thousand steps at most, and two of them are a round: where many riders decline, another run goes on. */
const MAX_ROUNDS = 300;
/** While Redis is away nobody can be asked. That is no failure of the run: retries with growing pauses would outlast it. */
const soonAgain = { kind: "nobody", waitSeconds: 2 } as const;

/**
 * Keeps the time of one order's search for a rider. Whatever happens has the city matched without it; the run sees to it
 * that the search goes on and ends. The events only wake it: each round reads how things stand, so an event
 * that is lost, or comes before its wait, costs one timeout.
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
      const { orderId, cityId } = event.data;
      // What confirmed the order has had the city matched, too: nearly always the next to hear is that a rider took it.
      let waitSeconds = event.name === "order/confirmed" ? firstWaitSeconds(services.settings.dispatch) : 0;
      for (let round = 1; round <= MAX_ROUNDS; round += 1) {
        if (waitSeconds > 0) {
          const answer = await step.waitForEvent(`answer-${round}`, {
            event: outboxEvent("offer/settled"),
            timeout: `${waitSeconds}s`,
            match: "data.orderId",
          });
          // Read outside of a step: if it is so, this is the end of the run whichever turn is looked at.
          if (answer?.data.outcome === "ACCEPTED" && (await isTaken(services, orderId)))
            return { orderId, rounds: round };
        }
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
        if (result.kind === "done") return { orderId, rounds: round };
        ({ waitSeconds } = result);
      }
      await step.sendEvent("go-on", outboxEvent("dispatch/requested").create({ orderId, cityId }));
      return { orderId, rounds: MAX_ROUNDS };
    },
  );
}
