import type { Instance } from "./instance.ts";
import type { Replay } from "./replay.ts";

/** Minutes, as the instances count; pay in the instances' currency. */
export interface Summary {
  readonly instance: string;
  readonly orders: number;
  readonly delivered: number;
  readonly undeliveredPercent: number;
  readonly clickToDoorMean: number;
  readonly clickToDoorP90: number;
  readonly readyToPickupMean: number;
  readonly readyToDoorMean: number;
  readonly costPerOrder: number | null;
  readonly ordersPerBundle: number;
  readonly offersPerOrder: number;
  readonly planMillisMean: number;
  readonly planMillisLongest: number;
}

/** What the library's evaluator reports of a solution, and a little more. */
export function summarise(instance: Instance, { carried, offers, planMillis }: Replay): Summary {
  const brought = carried.flatMap(({ orders, pickupAt }) => orders.map((one) => ({ ...one, pickupAt })));
  const clickToDoor = brought.map(({ order, dropoffAt }) => (dropoffAt - order.placedAt) / 60);
  const delivered = brought.length;
  return {
    instance: instance.name,
    orders: instance.orders.length,
    delivered,
    undeliveredPercent: round(100 * (1 - delivered / Math.max(1, instance.orders.length))),
    clickToDoorMean: round(mean(clickToDoor)),
    clickToDoorP90: round(quantile(clickToDoor, 0.9)),
    readyToPickupMean: round(mean(brought.map(({ order, pickupAt }) => (pickupAt - order.readyAt) / 60))),
    readyToDoorMean: round(mean(brought.map(({ order, dropoffAt }) => (dropoffAt - order.readyAt) / 60))),
    costPerOrder:
      instance.pay === null ? null : round(totalPay(instance, instance.pay, carried) / Math.max(1, delivered)),
    ordersPerBundle: round(delivered / Math.max(1, carried.length)),
    offersPerOrder: round(offers / Math.max(1, instance.orders.length)),
    planMillisMean: round(planMillis.total / Math.max(1, minutes(instance))),
    planMillisLongest: round(planMillis.longest),
  };
}

/** Each instance counts alike, as in the published means. */
export function overall(summaries: readonly Summary[]): Omit<Summary, "instance"> {
  const of = (key: keyof Omit<Summary, "instance">) => round(mean(summaries.map((one) => one[key] ?? Number.NaN)));
  const sum = (key: "orders" | "delivered") => summaries.reduce((total, one) => total + one[key], 0);
  return {
    orders: sum("orders"),
    delivered: sum("delivered"),
    undeliveredPercent: of("undeliveredPercent"),
    clickToDoorMean: of("clickToDoorMean"),
    clickToDoorP90: of("clickToDoorP90"),
    readyToPickupMean: of("readyToPickupMean"),
    readyToDoorMean: of("readyToDoorMean"),
    costPerOrder: summaries.some(({ costPerOrder }) => costPerOrder === null) ? null : of("costPerOrder"),
    ordersPerBundle: of("ordersPerBundle"),
    offersPerOrder: of("offersPerOrder"),
    planMillisMean: of("planMillisMean"),
    planMillisLongest: Math.max(0, ...summaries.map(({ planMillisLongest }) => planMillisLongest)),
  };
}

/** Each courier earns by the order, and at least what the hours guarantee. */
function totalPay(instance: Instance, pay: NonNullable<Instance["pay"]>, carried: Replay["carried"]): number {
  const orders = new Map<string, number>();
  for (const one of carried) orders.set(one.courierId, (orders.get(one.courierId) ?? 0) + one.orders.length);
  return instance.couriers.reduce((total, { id, onAt, offAt }) => {
    const guaranteed = ((offAt - onAt) / 3_600) * pay.guaranteedPerHour;
    return total + Math.max((orders.get(id) ?? 0) * pay.perOrder, guaranteed);
  }, 0);
}

function minutes({ orders, couriers }: Instance): number {
  return (Math.max(...couriers.map(({ offAt }) => offAt)) - Math.min(...orders.map(({ placedAt }) => placedAt))) / 60;
}

const round = (value: number) => Math.round(value * 100) / 100;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** With linear interpolation between the two values around it, as pandas has it. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
