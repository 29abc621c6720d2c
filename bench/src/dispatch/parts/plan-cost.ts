import { seededRandom } from "@tiffin/db/seed/random";
import type { CityState } from "@tiffin/domain/dispatch/city";
import { planCity } from "@tiffin/domain/dispatch/plan";
import { plannerPolicy } from "@tiffin/domain/dispatch/policy";
import type { Figure, Part } from "../../harness/report.ts";
import type { Setting } from "../setting.ts";

/** Orders, and as many riders. */
const SIZES = [100, 300, 500, 1_000, 2_000];
/** Of these many the middle one counts; the first warms up. */
const TIMES = 5;
/** The size that a city's rush is expected to have. */
const RUSH = { size: 300, atMostMs: 100 };

interface Place {
  readonly x: number;
  readonly y: number;
}

/** What one plan costs, with everybody free: the most choices there can be. No server takes part. */
export async function measurePlanCost({ progress }: Pick<Setting, "progress">): Promise<Part> {
  const figures: Figure[] = [];
  for (const size of SIZES) {
    progress.say(`plan cost: ${size} orders, ${size} riders`);
    const city = busyCity(size);
    const millis: number[] = [];
    for (let time = 0; time < (size > RUSH.size ? 2 : TIMES); time += 1) {
      const started = performance.now();
      planCity(city, plannerPolicy);
      millis.push(performance.now() - started);
      // Progress is shown and signals are heard between two plans.
      await new Promise(setImmediate);
    }
    figures.push({
      name: `${size} orders × ${size} riders`,
      value: Math.round(median(millis.slice(1))),
      unit: "ms",
      ...(size === RUSH.size ? { aim: { atMost: RUSH.atMostMs } } : {}),
    });
  }
  return { part: "planning a city's orders and riders together", parameters: { sizes: SIZES, times: TIMES }, figures };
}

/** A fifth as many kitchens as orders, on six kilometres by six; food that is ready within a quarter of an hour. */
function busyCity(size: number): CityState<Place> {
  const dice = seededRandom(3);
  const now = new Date("2026-03-01T19:30:00Z");
  const within = (seconds: number) => new Date(now.getTime() + dice.next() * seconds * 1_000);
  const place = (): Place => ({ x: dice.next() * 6_000, y: dice.next() * 6_000 });
  const doors = Array.from({ length: Math.ceil(size / 5) }, place);
  const meters = (a: Place, b: Place) => Math.hypot(a.x - b.x, a.y - b.y);
  return {
    now,
    meters,
    travel: (from, to) => Math.round(meters(from, to) / 5.5),
    orders: Array.from({ length: size }, (_, index) => {
      const kitchen = Math.floor(dice.next() * doors.length);
      return {
        orderId: `order-${index}`,
        restaurantId: `kitchen-${kitchen}`,
        pickup: doors[kitchen] ?? place(),
        dropoff: place(),
        placedAt: within(-600),
        waitingSince: new Date(now.getTime() - 30_000),
        readyAt: within(900),
        readySpreadSeconds: 120,
        promisedAt: within(3_000),
        askedBefore: {},
        declinedBy: [],
      };
    }),
    riders: Array.from({ length: size }, (_, index) => {
      const at = place();
      return {
        riderId: `rider-${index}`,
        at,
        freeAt: now,
        freePlace: at,
        carries: [],
        shiftEndsAt: null,
        vehicle: "motorbike",
        offersMade: 10,
        offersAccepted: Math.floor(dice.next() * 11),
        idleSince: within(-1_800),
      };
    }),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
