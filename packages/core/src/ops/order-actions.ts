import type { OpsOrderDetail } from "@tiffin/domain/wire/ops";
import { assignByHand } from "../dispatch/index.ts";
import { transitionOrder } from "../lifecycle/index.ts";
import { hideEndedRides } from "../location/index.ts";
import { actOnce } from "./act-once.ts";
import { getOpsOrder } from "./order-detail.ts";
import { orderOfOps } from "./scope.ts";
import type { OpsServices } from "./services.ts";

type Services = Pick<OpsServices, "db" | "redis">;

/** What is asked, by whom, and the caller's own key of the attempt: the same key acts once. */
export interface OpsRequest {
  readonly opsId: string;
  readonly key?: string | undefined;
  readonly now: Date;
}

/**
 * Gives an order to a rider by hand, or takes it from one and gives it to another.
 * @throws DomainError NOT_FOUND, and see `assignByHand` and `actOnce`
 */
export async function assignOpsOrder(
  services: Services,
  { opsId, key, now }: OpsRequest,
  orderId: string,
  riderId: string,
): Promise<OpsOrderDetail> {
  const { order } = await orderOfOps(services.db, opsId, orderId);
  const action = {
    actorId: opsId,
    cityId: order.cityId,
    type: "order.assign",
    subjectId: orderId,
    data: { riderId },
  } as const;
  await actOnce(services.db, action, key, now, () =>
    assignByHand(services, { orderId, riderId, actor: { type: "ops", id: opsId }, now }),
  );
  return getOpsOrder(services, opsId, orderId, now);
}

/**
 * Calls an order off at any point before it is delivered; the workflow that hears of it gives the money back.
 * @throws DomainError NOT_FOUND, ORDER_NOT_CANCELLABLE, and see `actOnce`
 */
export async function cancelOpsOrder(
  services: Services,
  { opsId, key, now }: OpsRequest,
  orderId: string,
  reason: string,
): Promise<OpsOrderDetail> {
  const { order } = await orderOfOps(services.db, opsId, orderId);
  const action = {
    actorId: opsId,
    cityId: order.cityId,
    type: "order.cancel",
    subjectId: orderId,
    data: { reason },
  } as const;
  await actOnce(services.db, action, key, now, async () => {
    const { riderId } = await transitionOrder(services.db, {
      orderId,
      command: { type: "cancel", reason: "ops", note: reason },
      actor: { type: "ops", id: opsId },
      now,
    });
    await hideEndedRides(services, [riderId]);
  });
  return getOpsOrder(services, opsId, orderId, now);
}
