import { isId } from "@tiffin/db/ids";
import { appendOutbox } from "@tiffin/db/queries/outbox";
import { deskKitchens, findDeskKitchen, setPause, type DeskKitchen } from "@tiffin/db/queries/ops-desk";
import { notFound } from "@tiffin/domain/errors";
import type { DeskKitchen as DeskKitchenWire } from "@tiffin/domain/wire/ops";
import { actOnce } from "./act-once.ts";
import type { OpsRequest } from "./order-actions.ts";
import { cityOfOps, inScopeOrNotFound } from "./scope.ts";
import type { OpsServices } from "./services.ts";

const MOST_KITCHENS = 60;

/** A city's restaurants, those with work or a pause first. @throws DomainError NOT_FOUND */
export async function listOpsKitchens(
  { db }: Pick<OpsServices, "db">,
  opsId: string,
  citySlug: string,
  search: string | undefined,
  now: Date,
): Promise<{ items: DeskKitchenWire[] }> {
  const city = await cityOfOps(db, opsId, citySlug);
  const rows = await deskKitchens(db, city.id, search === "" ? undefined : search, now, MOST_KITCHENS);
  return { items: rows.map((row) => kitchenWire(row, now)) };
}

/**
 * Keeps a restaurant from getting orders: for some minutes, or until somebody says so. What it has already is cooked.
 * @throws DomainError NOT_FOUND, and see `actOnce`
 */
export async function pauseKitchen(
  services: Pick<OpsServices, "db">,
  request: OpsRequest,
  restaurantId: string,
  { minutes, reason }: { readonly minutes: number | null; readonly reason: string },
): Promise<DeskKitchenWire> {
  const pause =
    minutes === null
      ? { acceptingOrders: false, pausedUntil: null }
      : { acceptingOrders: true, pausedUntil: new Date(request.now.getTime() + minutes * 60_000) };
  return change(services, request, restaurantId, "restaurant.pause", { minutes, reason }, pause);
}

/** Lets it take orders again, whoever stopped it. @throws DomainError NOT_FOUND, and see `actOnce` */
export async function resumeKitchen(
  services: Pick<OpsServices, "db">,
  request: OpsRequest,
  restaurantId: string,
): Promise<DeskKitchenWire> {
  return change(services, request, restaurantId, "restaurant.resume", {}, { acceptingOrders: true, pausedUntil: null });
}

async function change(
  { db }: Pick<OpsServices, "db">,
  { opsId, key, now }: OpsRequest,
  restaurantId: string,
  type: "restaurant.pause" | "restaurant.resume",
  data: Readonly<Record<string, string | number | null>>,
  pause: { readonly acceptingOrders: boolean; readonly pausedUntil: Date | null },
): Promise<DeskKitchenWire> {
  const known = isId(restaurantId) ? await findDeskKitchen(db, restaurantId) : undefined;
  const cityId = await inScopeOrNotFound(db, opsId, known?.cityId, "restaurant");
  await actOnce(db, { actorId: opsId, cityId, type, subjectId: restaurantId, data }, key, now, () =>
    db.transaction(async (tx) => {
      if (!(await setPause(tx, restaurantId, pause, now))) throw notFound("restaurant");
      await appendOutbox(tx, restaurantId, { topic: "catalog/changed", data: { restaurantId, cityId } });
    }),
  );
  const after = await findDeskKitchen(db, restaurantId);
  if (after === undefined) throw notFound("restaurant");
  return kitchenWire(after, now);
}

function kitchenWire(row: DeskKitchen, now: Date): DeskKitchenWire {
  const { id, name, line1, phone, acceptingOrders, pausedUntil, openOrders } = row;
  const isPausedUntil = acceptingOrders && pausedUntil !== null && pausedUntil > now;
  return {
    id,
    name,
    line1,
    phone,
    acceptingOrders: acceptingOrders && !isPausedUntil,
    pausedUntil: isPausedUntil ? pausedUntil.toISOString() : null,
    openOrders,
  };
}
