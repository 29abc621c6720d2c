import { serve } from "inngest/edge";
import { createCityMatcher, matchCity } from "../dispatch/index.ts";
import type { WorkflowClient } from "./client.ts";
import { dispatchOrder } from "./dispatch-order.ts";
import { matchCityAnew } from "./match-city.ts";
import { housekeeping } from "./housekeeping.ts";
import { chargeOrder, followPending, reconcilePayments, undoCancelled } from "./payments.ts";
import { rescueOrders } from "./rescue.ts";
import type { WorkflowServices } from "./services.ts";

/** Every function that the worker serves. */
export function workflowFunctions(client: WorkflowClient, services: WorkflowServices) {
  const matcher = createCityMatcher(services.db, (cityId) =>
    matchCity(services, cityId, services.settings.dispatch, new Date()),
  );
  return [
    dispatchOrder(client, services, matcher),
    matchCityAnew(client, matcher, services.settings.dispatch.policy),
    undoCancelled(client, services),
    chargeOrder(client, services),
    followPending(client, services),
    reconcilePayments(client, services),
    rescueOrders(client, services),
    housekeeping(client, services),
  ];
}

/** The door through which the engine calls the functions: a Fetch handler for `/api/inngest`. */
export function workflowHandler(
  client: WorkflowClient,
  services: WorkflowServices,
  address: { readonly origin: string; readonly path: string },
): (request: Request) => Promise<Response> {
  return serve({
    client,
    functions: workflowFunctions(client, services),
    serveOrigin: address.origin,
    servePath: address.path,
  });
}
