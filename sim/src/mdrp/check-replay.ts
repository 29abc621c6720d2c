import type { Instance, InstanceCourier, Place } from "./instance.ts";
import type { Carried, Move, Replay } from "./replay.ts";

/**
 * Whether a replay keeps the rules of the meal delivery routing problem, judged from its record alone: every order at
 * most once, nothing assigned before it is placed or picked up before it is ready or after the courier's shift, each
 * courier at one place at a time, and nothing fetched or handed over before its courier has come and stood at the door.
 * Returns what is broken, in words.
 */
export function brokenRules(instance: Instance, { carried, moves }: Replay): string[] {
  const broken: string[] = [];
  const couriers = new Map(instance.couriers.map((courier) => [courier.id, courier]));
  const seen = new Set<string>();
  for (const { courierId, assignedAt, pickupAt, orders } of carried) {
    if (pickupAt > couriers.get(courierId)!.offAt) broken.push(`${courierId} picks up at ${pickupAt}, after the shift`);
    if (new Set(orders.map(({ order }) => order.restaurantId)).size > 1)
      broken.push(`${courierId} bundles two restaurants`);
    for (const { order } of orders) {
      if (seen.has(order.id)) broken.push(`${order.id} is carried twice`);
      seen.add(order.id);
      if (assignedAt < order.placedAt) broken.push(`${order.id} is assigned before it is placed`);
      if (pickupAt < order.readyAt) broken.push(`${order.id} is picked up before it is ready`);
    }
  }
  for (const courier of instance.couriers) {
    const own = <T extends { readonly courierId: string }>(records: readonly T[]) =>
      records.filter(({ courierId }) => courierId === courier.id);
    broken.push(...brokenOnTheWay(instance, courier, own(carried), own(moves)));
  }
  return broken;
}

/** A courier's day, leg by leg, beside what they fetched and handed over. */
function brokenOnTheWay(
  { travelSeconds, service }: Instance,
  { id, start, onAt }: InstanceCourier,
  carried: readonly Carried[],
  moves: readonly Move[],
): string[] {
  const broken: string[] = [];
  const legs = moves.values();
  let here = start;
  let mayLeaveAt = onAt;
  const arrivalAt = (to: Place): number => {
    const { value: leg } = legs.next();
    const from = here;
    here = to;
    if (leg === undefined || leg.from !== from.id || leg.to !== to.id) {
      broken.push(`${id} does not ride from ${from.id} to ${to.id}`);
      return -Infinity;
    }
    if (leg.departsAt < mayLeaveAt) broken.push(`${id} leaves ${from.id} at ${leg.departsAt}, too soon`);
    return leg.departsAt + travelSeconds(from, to);
  };
  for (const { assignedAt, pickupAt, orders } of carried) {
    mayLeaveAt = Math.max(mayLeaveAt, assignedAt);
    if (pickupAt < arrivalAt(orders[0]!.order.pickup) + service.beforePickup)
      broken.push(`${id} picks up at ${pickupAt}, before standing at the counter`);
    mayLeaveAt = pickupAt + service.afterPickup;
    for (const { order, dropoffAt } of orders) {
      if (dropoffAt < arrivalAt(order.dropoff) + service.beforeDropoff)
        broken.push(`${order.id} is handed over before its courier stands at the door`);
      mayLeaveAt = dropoffAt + service.afterDropoff;
    }
  }
  for (const { to } of legs) broken.push(`${id} rides to ${to} without an order`);
  return broken;
}
