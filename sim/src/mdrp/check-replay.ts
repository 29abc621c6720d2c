import type { Instance } from "./instance.ts";
import type { Replay } from "./replay.ts";

/**
 * Whether a replay keeps the rules of the meal delivery routing problem, judged from its record alone: every order at
 * most once, nothing assigned before it is placed or picked up before it is ready or after the courier's shift, and each
 * courier at one place at a time. Returns what is broken, in words.
 */
export function brokenRules(instance: Instance, { carried, moves }: Replay): string[] {
  const broken: string[] = [];
  const couriers = new Map(instance.couriers.map((courier) => [courier.id, courier]));
  const places = new Map(
    [
      ...instance.orders.flatMap(({ pickup, dropoff }) => [pickup, dropoff]),
      ...instance.couriers.map(({ start }) => start),
    ].map((place) => [place.id, place]),
  );
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
  const whereabouts = new Map(instance.couriers.map(({ id, onAt }) => [id, { place: id, since: onAt }]));
  for (const { courierId, departsAt, from, to } of moves) {
    const here = whereabouts.get(courierId)!;
    if (here.place !== from) broken.push(`${courierId} leaves ${from} but is at ${here.place}`);
    if (departsAt < here.since) broken.push(`${courierId} leaves ${from} before getting there`);
    whereabouts.set(courierId, {
      place: to,
      since: departsAt + instance.travelSeconds(places.get(from)!, places.get(to)!),
    });
  }
  return broken;
}
