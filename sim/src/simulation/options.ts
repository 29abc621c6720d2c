import { parseArgs } from "node:util";
import { simulationPhones } from "@tiffin/db/seed/people/accounts";

export interface SimulationOptions {
  riders: number;
  ordersPerHour: number;
  /** How long customers order; afterwards the last orders are followed to their end. */
  minutes: number;
  seed: number;
  json: string | undefined;
  /** Times as fast as on the road. */
  speed: number;
  /** Times as fast as people in kitchens and at doors. */
  pace: number;
  /** Shares of the offers that riders say no to, and that they don't answer. */
  decline: number;
  ignore: number;
  /** Share of the rides whose rider leaves the restaurant without a tap. */
  untapped: number;
  /** What handing over takes on the road, parking and stairs included; 0 for as little as `pace` leaves of some seconds. */
  doorSeconds: number;
}

export const usage = `npm run sim -- --riders N --orders-per-hour N --minutes N [--seed N] [--json out.json]
            [--speed N] [--pace N] [--decline 0…1] [--ignore 0…1] [--untapped 0…1]
            [--door-seconds N]

  A day of the demo city in so many minutes, through the public API alone: customers search and order in the
  rhythm of a day, kitchens cook, riders ride. At the end what must always hold is checked; exit 1 if it does not.
  --speed: riders go so many times faster than on the road (4; 8 is as fast as their positions are believed).
  --pace: kitchens cook, and people at doors act, so many times faster (1).
  --decline, --ignore: shares of the offers that riders say no to, and that they let run out (0).
  --untapped: share of the rides whose rider leaves the restaurant with the food and taps nothing (0.1).
  --door-seconds: what handing over takes on the road, half of it to half as much again (0: as little as --pace leaves of
    some seconds). Arrivals are estimated with 120, so that only such a run says how well they are.

  200 riders and 2,000 orders in a quarter of an hour, on a stack that was started with --relaxed-limits:
  npm run sim -- --riders 200 --orders-per-hour 8000 --minutes 15 --speed 8 --pace 4 --decline 0.3 --ignore 0.2`;

/** @throws Error that says which option is wrong. */
export function readOptions(args: string[]): SimulationOptions | "help" {
  const { values } = parseArgs({
    args,
    options: {
      riders: { type: "string", default: "20" },
      "orders-per-hour": { type: "string", default: "120" },
      minutes: { type: "string", default: "5" },
      seed: { type: "string", default: "1" },
      json: { type: "string" },
      speed: { type: "string", default: "4" },
      pace: { type: "string", default: "1" },
      decline: { type: "string", default: "0" },
      ignore: { type: "string", default: "0" },
      untapped: { type: "string", default: "0.1" },
      "door-seconds": { type: "string", default: "0" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) return "help";
  const number = (name: Exclude<keyof typeof values, "json" | "help">, low: number, high: number) => {
    const value = Number(values[name]);
    if (!Number.isFinite(value) || value < low || value > high) {
      throw new Error(`--${name} ${values[name]}: a number from ${low} to ${high}`);
    }
    return value;
  };
  const [decline, ignore] = [number("decline", 0, 1), number("ignore", 0, 1)];
  if (decline + ignore > 0.95) throw new Error("--decline and --ignore leave nobody who rides: 0.95 together at most");
  return {
    riders: Math.round(number("riders", 1, simulationPhones.riders.length)),
    ordersPerHour: number("orders-per-hour", 1, 20_000),
    minutes: number("minutes", 0.1, 24 * 60),
    seed: Math.round(number("seed", 0, 4_294_967_295)),
    json: values.json,
    speed: number("speed", 0.5, 8),
    pace: number("pace", 0.5, 20),
    decline,
    ignore,
    untapped: number("untapped", 0, 1),
    doorSeconds: number("door-seconds", 0, 900),
  };
}

/** Weight of each hour of a day, from midnight: breakfast, a lunch peak, a higher dinner peak, little at night. */
const dayShape = [
  0.3, 0.15, 0.1, 0.1, 0.1, 0.15, 0.3, 0.7, 1.1, 1, 0.8, 1, 1.9, 2.1, 1.3, 0.8, 0.8, 1, 1.3, 2, 2.4, 2, 1.2, 0.6,
];
const meanShape = dayShape.reduce((sum, weight) => sum + weight, 0) / dayShape.length;

/** The busiest moment of the day, as a multiple of the average. */
export const busiest = Math.max(...dayShape) / meanShape;

/** How much busier than on average the simulated day is after `share` of it (0…1). */
export function rushAt(share: number): number {
  const hour = Math.min(0.999_999, Math.max(0, share)) * 24;
  const [a, b] = [dayShape[Math.floor(hour)]!, dayShape[(Math.floor(hour) + 1) % 24]!];
  const t = hour - Math.floor(hour);
  return (a * (1 - t) + b * t) / meanShape;
}
