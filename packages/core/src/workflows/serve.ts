import type { RequestListener } from "node:http";
import { serve } from "inngest/node";
import type { WorkflowClient } from "./client.ts";
import { dispatchOrder } from "./dispatch-order.ts";
import { housekeeping } from "./housekeeping.ts";
import { chargeOrders, followPending, reconcilePayments, undoCancelled } from "./payments.ts";
import { rescueOrders } from "./rescue.ts";
import type { WorkflowServices } from "./services.ts";

/** Every function that the worker serves. */
export function workflowFunctions(client: WorkflowClient, services: WorkflowServices) {
  return [
    dispatchOrder(client, services),
    undoCancelled(client, services),
    chargeOrders(client, services),
    followPending(client, services),
    reconcilePayments(client, services),
    rescueOrders(client, services),
    housekeeping(client, services),
  ];
}

/** The door through which the engine calls the functions, for `/api/inngest`. */
export function workflowHandler(
  client: WorkflowClient,
  services: WorkflowServices,
  address: { readonly origin: string; readonly path: string },
): RequestListener {
  return serve({
    client,
    functions: workflowFunctions(client, services),
    serveOrigin: address.origin,
    servePath: address.path,
  });
}
