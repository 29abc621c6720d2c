import type { CancelReason, OrderStatus } from "../order/status.ts";

/**
 * What the house tells itself, through the outbox. `data` carries ids and facts that never change, not state: whoever
 * hears a message reads the row again. Those marked † go to the workflows as events of the same name, with the outbox
 * row's id as the event's id; all of them go to the live channels' sink.
 */
interface OrderFacts {
  readonly orderId: string;
  readonly cityId: string;
  readonly restaurantId: string;
  readonly customerId: string;
  readonly status: OrderStatus;
}

export type OutboxMessage =
  | { readonly topic: "order/created"; readonly data: OrderFacts }
  /** † Waits for the customer or the gateway: to be reconciled. */
  | { readonly topic: "payment/pending"; readonly data: OrderFacts & { readonly paymentId: string } }
  /** † Paid: dispatch begins. */
  | { readonly topic: "order/confirmed"; readonly data: OrderFacts }
  | { readonly topic: "order/accepted"; readonly data: OrderFacts & { readonly prepMinutes: number } }
  /** The kitchen needs so many minutes more than it said: so many in all since it accepted. */
  | {
      readonly topic: "order/delayed";
      readonly data: OrderFacts & {
        readonly riderId: string | null;
        readonly minutes: number;
        readonly prepMinutes: number;
      };
    }
  | { readonly topic: "order/assigned"; readonly data: OrderFacts & { readonly riderId: string } }
  | {
      readonly topic: "order/unassigned";
      /** `reason`: `off_shift`, `reassigned`, `rider_silent` and the like. */
      readonly data: OrderFacts & { readonly riderId: string; readonly reason: string };
    }
  /** † The food is ready (whether or not a rider is there). */
  | { readonly topic: "order/ready"; readonly data: OrderFacts & { readonly riderId: string | null } }
  /** † Charge what was authorised, unless it is paid in cash. */
  | {
      readonly topic: "order/picked_up";
      readonly data: OrderFacts & { readonly riderId: string; readonly isCash: boolean };
    }
  | {
      readonly topic: "order/rider_arrived";
      readonly data: OrderFacts & { readonly riderId: string; readonly at: "restaurant" | "customer" };
    }
  /** † Its cash was handed over. */
  | {
      readonly topic: "order/delivered";
      readonly data: OrderFacts & { readonly riderId: string; readonly isCash: boolean };
    }
  /** † Undo the payment, stop dispatch. */
  | {
      readonly topic: "order/cancelled";
      readonly data: OrderFacts & { readonly reason: CancelReason; readonly riderId: string | null };
    }
  /** Ops should look: nobody took it for a while (`search`: in the how manieth search for a rider), or its payment is under review. */
  | { readonly topic: "order/escalated"; readonly data: OrderFacts & { readonly search?: number } }
  /** † Look for a rider for this order (again). */
  | { readonly topic: "dispatch/requested"; readonly data: { readonly cityId: string; readonly orderId: string } }
  /**
   * † A rider is being asked about an order. One question may be about several orders: each has its message, and the one
   * at position 0 stands for the question.
   */
  | {
      readonly topic: "offer/created";
      readonly data: {
        readonly orderId: string;
        readonly rideId: string;
        readonly riderId: string;
        readonly seq: number;
        readonly position: number;
        readonly orders: number;
        readonly expiresAt: string;
      };
    }
  /** † Accepted, declined, expired or revoked. */
  | {
      readonly topic: "offer/settled";
      readonly data: {
        readonly orderId: string;
        readonly rideId: string;
        readonly riderId: string;
        readonly seq: number;
        readonly position: number;
        readonly outcome: "ACCEPTED" | "DECLINED" | "EXPIRED" | "REVOKED";
      };
    }
  /** † A rider came on shift or finished a ride. */
  | { readonly topic: "rider/available"; readonly data: { readonly riderId: string; readonly cityId: string } }
  | { readonly topic: "rider/off_shift"; readonly data: { readonly riderId: string; readonly cityId: string } }
  /** † A kitchen changed its menu, or how it takes orders. */
  | { readonly topic: "catalog/changed"; readonly data: { readonly restaurantId: string; readonly cityId: string } };

export type OutboxTopic = OutboxMessage["topic"];
export type OutboxData<T extends OutboxTopic> = Extract<OutboxMessage, { topic: T }>["data"];

/** The topics that the workflows hear of. */
export const WORKFLOW_TOPICS = [
  "payment/pending",
  "order/confirmed",
  "order/ready",
  "order/picked_up",
  "order/delivered",
  "order/cancelled",
  "dispatch/requested",
  "offer/settled",
  "rider/available",
  "catalog/changed",
] as const satisfies readonly OutboxTopic[];
