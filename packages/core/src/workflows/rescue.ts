import { restoreDishes } from "../catalog/index.ts";
import { cancelUnanswered, partLateBundles, releaseSilentRiders, rescueUndispatched } from "../dispatch/index.ts";
import type { WorkflowClient } from "./client.ts";
import { guarded } from "./errors.ts";
import type { WorkflowServices } from "./services.ts";

/** Every minute: no order may be left behind, whatever was lost. */
export function rescueOrders(client: WorkflowClient, services: WorkflowServices) {
  const { settings } = services;
  return client.createFunction(
    { id: "rescue-orders", name: "Rescue stranded orders", triggers: [{ cron: "* * * * *" }], retries: 1 },
    async ({ step }) => ({
      unanswered: await step.run(
        "silent-kitchens",
        guarded(() => cancelUnanswered(services, new Date())),
      ),
      released: await step.run(
        "silent-riders",
        guarded(() => releaseSilentRiders(services, settings.riderSilenceSeconds, new Date())),
      ),
      parted: await step.run(
        "late-bundles",
        guarded(() => partLateBundles(services, settings.dispatch.policy, new Date())),
      ),
      restored: await step.run(
        "dishes",
        guarded(() => restoreDishes(services, new Date())),
      ),
      dispatched: await step.run(
        "lost-dispatch",
        guarded(() => rescueUndispatched(services, settings.dispatch, new Date())),
      ),
    }),
  );
}
