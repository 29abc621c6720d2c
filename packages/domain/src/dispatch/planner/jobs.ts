import type { TravelSeconds } from "../city.ts";
import type { ServiceSeconds } from "../policy.ts";

/** An order as a job needs it: one that waits for a rider, or one that a rider has already. */
export interface JobOrder<Place> {
  readonly orderId: string;
  readonly restaurantId: string;
  readonly pickup: Place;
  readonly dropoff: Place;
  readonly placedAt: Date;
  readonly readyAt: Date;
  readonly readySpreadSeconds?: number;
  readonly promisedAt?: Date | null;
}

/** A restaurant where some of a job's orders are fetched. */
export interface JobPickup<Place> {
  readonly restaurantId: string;
  readonly place: Place;
  readonly orderIds: readonly string[];
  /** When the last of them is ready, in seconds since the epoch, and how sure that is. */
  readonly readyAt: number;
  readonly spread: number;
  /** From the restaurant before; 0 for the first. */
  readonly rideSeconds: number;
}

/**
 * Some orders, fetched together and brought one after the other. Times in seconds, with riding (which depends on the
 * vehicle) and standing at doors (which does not) apart.
 */
export interface Job<Place> {
  /** In the order of the doors. */
  readonly orders: readonly JobOrder<Place>[];
  readonly pickups: readonly [JobPickup<Place>, ...JobPickup<Place>[]];
  /** From the last pick-up until each is handed over. */
  readonly dropRide: readonly number[];
  readonly dropService: readonly number[];
  /** From the last pick-up until the rider is free again. */
  readonly busyRide: number;
  readonly busyService: number;
  /** When all of it would be in hand if the rider were always there in time; since the epoch. */
  readonly inHandAt: number;
  /** The sum of the moments at which they were placed; since the epoch. */
  readonly placedSum: number;
}

/** What all jobs of one plan share. */
export interface JobTimes<Place> {
  readonly travel: TravelSeconds<Place>;
  readonly service: ServiceSeconds;
}

export const inSeconds = (date: Date) => date.getTime() / 1_000;

/** The job of bringing these orders in this order, from these restaurants in that one. */
export function jobOf<Place>(
  orders: readonly JobOrder<Place>[],
  times: JobTimes<Place>,
  restaurantIds: readonly string[] = [...new Set(orders.map(({ restaurantId }) => restaurantId))],
): Job<Place> {
  const { travel, service } = times;
  const pickups = pickupsOf(orders, restaurantIds, travel);
  const dropRide: number[] = [];
  const dropService: number[] = [];
  let at = pickups.at(-1)!.place;
  let ride = 0;
  let stand = service.afterPickup;
  for (const { dropoff } of orders) {
    ride += travel(at, dropoff);
    stand += service.beforeDropoff;
    dropRide.push(ride);
    dropService.push(stand);
    stand += service.afterDropoff;
    at = dropoff;
  }
  return {
    orders,
    pickups,
    dropRide,
    dropService,
    busyRide: ride,
    busyService: stand,
    inHandAt: inHand({ pickups }, -Infinity, 1, service),
    placedSum: orders.reduce((sum, { placedAt }) => sum + inSeconds(placedAt), 0),
  };
}

/**
 * When all of a job is in hand, for a rider who stands at the first counter at `there`. Seconds since the epoch; an
 * expectation, where the kitchen's time is uncertain.
 */
export function inHand<Place>(
  { pickups }: Pick<Job<Place>, "pickups">,
  there: number,
  slowness: number,
  service: ServiceSeconds,
): number {
  const [first, ...others] = pickups;
  let time = expectedLater(there, first.readyAt, first.spread);
  for (const { rideSeconds, readyAt, spread } of others) {
    const arrives = time + service.afterPickup + rideSeconds * slowness + service.beforePickup;
    time = expectedLater(arrives, readyAt, spread);
  }
  return time;
}

/** How long the food is under way when it is brought at once. */
export function directSeconds<Place>(
  order: JobOrder<Place>,
  { travel, service }: JobTimes<Place>,
  slowness: number,
): number {
  return service.afterPickup + travel(order.pickup, order.dropoff) * slowness + service.beforeDropoff;
}

/**
 * How much later an order arrives at worst than if it were fetched when ready and brought straight, on a vehicle of this
 * slowness. Seconds.
 */
export function longestDelay<Place>(job: Job<Place>, times: JobTimes<Place>, slowness: number): number {
  const inHandAt = inHand(job, -Infinity, slowness, times.service);
  return Math.max(
    ...job.orders.map(
      (order, index) =>
        inHandAt +
        job.dropRide[index]! * slowness +
        job.dropService[index]! -
        inSeconds(order.readyAt) -
        directSeconds(order, times, slowness),
    ),
  );
}

/** Both jobs in one: the best way of putting one's orders among the other's, each keeping its own order. */
export function bestMerge<Place>(a: Job<Place>, b: Job<Place>, times: JobTimes<Place>): Job<Place> {
  const doors = (job: Job<Place>) => job.pickups.map(({ restaurantId }) => restaurantId);
  const routes = [[...new Set([...doors(a), ...doors(b)])], [...new Set([...doors(b), ...doors(a)])]];
  const different = routes[0]!.join() === routes[1]!.join() ? routes.slice(0, 1) : routes;
  let best: Job<Place> | null = null;
  for (const restaurantIds of different) {
    for (const orders of interleavings(a.orders, b.orders)) {
      const job = jobOf(orders, times, restaurantIds);
      if (best === null || sumOfDoors(job) < sumOfDoors(best)) best = job;
    }
  }
  return best!;
}

/** The moments at which its customers would have their food, summed. */
function sumOfDoors({ orders, inHandAt, dropRide, dropService }: Job<unknown>): number {
  return orders.length * inHandAt + sum(dropRide) + sum(dropService);
}

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function pickupsOf<Place>(
  orders: readonly JobOrder<Place>[],
  restaurantIds: readonly string[],
  travel: TravelSeconds<Place>,
): Job<Place>["pickups"] {
  const pickups: JobPickup<Place>[] = [];
  for (const restaurantId of restaurantIds) {
    const own = orders.filter((order) => order.restaurantId === restaurantId);
    const last = own.reduce((later, order) => (order.readyAt > later.readyAt ? order : later));
    const before = pickups.at(-1);
    pickups.push({
      restaurantId,
      place: last.pickup,
      orderIds: own.map(({ orderId }) => orderId),
      readyAt: inSeconds(last.readyAt),
      spread: last.readySpreadSeconds ?? 0,
      rideSeconds: before === undefined ? 0 : travel(before.place, last.pickup),
    });
  }
  const [first, ...others] = pickups;
  return [first!, ...others];
}

function* interleavings<T>(a: readonly T[], b: readonly T[]): Generator<T[]> {
  if (a.length === 0 || b.length === 0) {
    yield [...a, ...b];
    return;
  }
  for (const rest of interleavings(a.slice(1), b)) yield [a[0]!, ...rest];
  for (const rest of interleavings(a, b.slice(1))) yield [b[0]!, ...rest];
}

/**
 * The expectation of the later of `time` and a moment that is normally distributed around `mean`:
 * μ + (t − μ)·Φ(z) + σ·φ(z) with z = (t − μ)/σ (Clark, "The Greatest of a Finite Set of Random Variables", 1961).
 */
function expectedLater(time: number, mean: number, deviation: number): number {
  if (deviation <= 0 || time === -Infinity) return Math.max(time, mean);
  const z = (time - mean) / deviation;
  if (z > 6) return time;
  if (z < -6) return mean;
  return mean + (time - mean) * normalShare(z) + (deviation * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
}

/** The share of a normal distribution below z: logistic approximation, off by less than 0.0002 (Bowling et al., 2009). */
function normalShare(z: number): number {
  return 1 / (1 + Math.exp(-(0.07056 * z * z * z + 1.5976 * z)));
}
