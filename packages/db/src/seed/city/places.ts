import type { Random } from "../random.ts";
import type { City } from "./generate-city.ts";
import type { NamedStretch } from "./network.ts";
import { distance, lengthOf, lerp } from "./plane.ts";
import type { Point } from "./plane.ts";

/** Stretches to draw from, with the weight of each; those that weigh nothing are left out. */
export function weightedStretches(
  city: City,
  weight: (stretch: NamedStretch) => number,
): (readonly [NamedStretch, number])[] {
  return city.stretches.map((stretch) => [stretch, weight(stretch)] as const).filter(([, w]) => w > 0);
}

/** A door somewhere along the street, on either side of it and not on a corner. */
export function beside(stretch: NamedStretch, random: Random, meters: number): Point {
  const length = lengthOf(stretch.line);
  let rest = length * random.range(0.15, 0.85);
  for (let i = 1; i < stretch.line.length; i++) {
    const a = stretch.line[i - 1]!;
    const b = stretch.line[i]!;
    const step = distance(a, b);
    if (rest > step && i < stretch.line.length - 1) {
      rest -= step;
      continue;
    }
    const on = lerp(a, b, step === 0 ? 0 : Math.min(1, rest / step));
    const side = random.chance(0.5) ? meters : -meters;
    return [on[0] - ((b[1] - a[1]) / (step || 1)) * side, on[1] + ((b[0] - a[0]) / (step || 1)) * side];
  }
  return stretch.line[0]!;
}
