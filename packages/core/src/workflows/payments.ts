import { NonRetriableError } from "inngest";
import { closeCancelledRide, revokeOffers } from "../dispatch/index.ts";
import { capturePayment, reconcileDue, reconcilePayment, voidOrRefund } from "../payments/index.ts";
import { outboxEvent, type WorkflowClient } from "./client.ts";
import { guarded, toWorkflowError } from "./errors.ts";
import type { WorkflowServices } from "./services.ts";

/** A cancelled order: its offer is taken back, its ride ends, its money goes back. */
export function undoCancelled(client: WorkflowClient, services: WorkflowServices) {
  return client.createFunction(
    {
      id: "undo-cancelled-order",
      name: "Undo a cancelled order",
      triggers: [{ event: outboxEvent("order/cancelled") }],
      retries: 20,
    },
    async ({ event, step }) => {
      const { orderId } = event.data;
      await step.run(
        "release",
        guarded(async () => {
          const now = new Date();
          await revokeOffers(services, { orderId }, now);
          await closeCancelledRide(services.db, orderId, now);
        }),
      );
      return step.run(
        "money",
        guarded(() => voidOrRefund(services, orderId, new Date())),
      );
    },
  );
}

/** In a rush one call charges many orders: each call goes from the engine to the worker and back, and is remembered. */
const CHARGED_TOGETHER = { maxSize: 25, timeout: "1s" } as const;

/** Takes the money once the food is on its way; cash once it is handed over. */
export function chargeOrders(client: WorkflowClient, services: WorkflowServices) {
  return client.createFunction(
    {
      id: "charge-order",
      name: "Charge orders",
      triggers: [
        { event: outboxEvent("order/picked_up"), if: "event.data.isCash == false" },
        { event: outboxEvent("order/delivered"), if: "event.data.isCash == true" },
      ],
      batchEvents: CHARGED_TOGETHER,
      retries: 20,
    },
    // All that it does, and safe to repeat: a step would only be remembered for a run that is over.
    async ({ events }) => {
      const charge = ({ data }: (typeof events)[number]) => capturePayment(services, data.orderId, new Date());
      const outcomes = await Promise.allSettled(events.map(charge));
      const failures = outcomes.flatMap((one) => (one.status === "rejected" ? [toWorkflowError(one.reason)] : []));
      // What is refused for good must not keep the others from being tried again; who was charged stays so.
      const worst = failures.find((failure) => !(failure instanceof NonRetriableError)) ?? failures[0];
      if (worst !== undefined) throw worst;
      return { charged: events.length };
    },
  );
}

/** Seconds until each further question; after the last one the cron goes on asking. */
const PENDING_WAITS = [3, 7, 15, 30, 60, 120];

/** A payment that its gateway has not decided: asked soon and often, because a customer is waiting. */
export function followPending(client: WorkflowClient, services: WorkflowServices) {
  return client.createFunction(
    {
      id: "follow-pending-payment",
      name: "Follow a pending payment",
      triggers: [{ event: outboxEvent("payment/pending") }],
      retries: 5,
    },
    async ({ event, step }) => {
      const { paymentId } = event.data;
      for (const [turn, seconds] of PENDING_WAITS.entries()) {
        await step.sleep(`wait-${turn}`, `${seconds}s`);
        const found = await step.run(
          `ask-${turn}`,
          guarded(() => reconcilePayment(services, paymentId, new Date())),
        );
        if (found.settled) return found;
      }
      return { paymentId, settled: false };
    },
  );
}

/**
 * Every five minutes, and whenever the event asks for it: whatever order and gateway may disagree about is settled,
 * whichever process died meanwhile.
 */
export function reconcilePayments(client: WorkflowClient, services: WorkflowServices) {
  return client.createFunction(
    {
      id: "reconcile-payments",
      name: "Reconcile payments",
      triggers: [{ cron: "*/5 * * * *" }, { event: "payments/reconcile" }],
      retries: 1,
    },
    async ({ step }) =>
      step.run(
        "ask",
        guarded(() => reconcileDue(services, new Date())),
      ),
  );
}
