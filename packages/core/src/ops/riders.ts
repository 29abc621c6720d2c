import { isId } from "@tiffin/db/ids";
import { findRiderCity } from "@tiffin/db/queries/ops-desk";
import { setShift } from "../dispatch/index.ts";
import { actOnce } from "./act-once.ts";
import type { OpsRequest } from "./order-actions.ts";
import { inScopeOrNotFound } from "./scope.ts";
import type { OpsServices } from "./services.ts";

/**
 * Ends a rider's shift for them: what they have not picked up goes to others.
 * @throws DomainError NOT_FOUND; RIDER_BUSY while they have food on board; and see `actOnce`
 */
export async function takeOffShift(
  services: Pick<OpsServices, "db" | "redis">,
  { opsId, key, now }: OpsRequest,
  riderId: string,
  reason: string,
): Promise<{ riderId: string; online: boolean }> {
  const known = isId(riderId) ? await findRiderCity(services.db, riderId) : undefined;
  const cityId = await inScopeOrNotFound(services.db, opsId, known, "rider");
  const action = { actorId: opsId, cityId, type: "rider.off_shift", subjectId: riderId, data: { reason } } as const;
  await actOnce(services.db, action, key, now, () =>
    setShift(services, riderId, false, now, { type: "ops", id: opsId }),
  );
  return { riderId, online: false };
}
