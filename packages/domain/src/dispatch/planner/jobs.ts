import type { OpenOrder, ServiceSeconds, TravelSeconds } from "./model.ts";

/** Some orders of one restaurant, fetched at once and brought one after the other. Times in seconds. */
export interface Job<Place> {
  readonly orders: readonly OpenOrder<Place>[];
  /** When the last of them is ready; since the epoch. */
  readonly readyAt: number;
  /** From the pick-up until each is handed over. */
  readonly dropAfter: readonly number[];
  /** From the pick-up until the rider is free again. */
  readonly busyAfter: number;
  /** The sum of the moments at which they were placed; since the epoch. */
  readonly placedSum: number;
}

/** What all jobs of one plan share. */
export interface JobTimes<Place> {
  readonly travel: TravelSeconds<Place>;
  readonly service: ServiceSeconds;
}

/** The job of bringing these orders in this order. */
export function jobOf<Place>(orders: readonly OpenOrder<Place>[], { travel, service }: JobTimes<Place>): Job<Place> {
  const dropAfter: number[] = [];
  let at = orders[0]!.pickup;
  let seconds = service.afterPickup;
  for (const { dropoff } of orders) {
    seconds += travel(at, dropoff) + service.beforeDropoff;
    dropAfter.push(seconds);
    seconds += service.afterDropoff;
    at = dropoff;
  }
  return {
    orders,
    readyAt: Math.max(...orders.map(({ readyAt }) => readyAt.getTime() / 1_000)),
    dropAfter,
    busyAfter: seconds,
    placedSum: orders.reduce((sum, { placedAt }) => sum + placedAt.getTime() / 1_000, 0),
  };
}

/** How long the food is under way when it is brought at once. */
export function directSeconds<Place>(order: OpenOrder<Place>, { travel, service }: JobTimes<Place>): number {
  return service.afterPickup + travel(order.pickup, order.dropoff) + service.beforeDropoff;
}

/** Both jobs in one: the best way of putting one's orders among the other's, each keeping its own order. */
export function bestMerge<Place>(a: Job<Place>, b: Job<Place>, times: JobTimes<Place>): Job<Place> {
  let best: Job<Place> | null = null;
  for (const orders of interleavings(a.orders, b.orders)) {
    const job = jobOf(orders, times);
    if (best === null || sumOfDrops(job) < sumOfDrops(best)) best = job;
  }
  return best!;
}

const sumOfDrops = (job: Job<unknown>) => job.dropAfter.reduce((sum, seconds) => sum + seconds, 0);

function* interleavings<T>(a: readonly T[], b: readonly T[]): Generator<T[]> {
  if (a.length === 0 || b.length === 0) {
    yield [...a, ...b];
    return;
  }
  for (const rest of interleavings(a.slice(1), b)) yield [a[0]!, ...rest];
  for (const rest of interleavings(a, b.slice(1))) yield [b[0]!, ...rest];
}
