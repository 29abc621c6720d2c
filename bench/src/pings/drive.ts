import type { Random } from "@tiffin/db/seed/random";
import { EARTH_RADIUS_METERS } from "@tiffin/domain/geo/distance";
import type { LngLat, Location } from "@tiffin/domain/geo/location";
import type { MovingFix } from "@tiffin/domain/location/ping-policy";

const STEP_SECONDS = 15;
const METERS_PER_DEGREE = (EARTH_RADIUS_METERS * Math.PI) / 180;

/** How a way between two known points is filled in: with speeds that change smoothly, or at one speed from each to the next. */
export type Filling = "smooth" | "straight";

/** A phone's errors. Where it is wrong drifts slowly: an error of this second is mostly that of the last. */
export interface Noise {
  readonly meters: number;
  readonly headingDegrees: number;
  readonly metersPerSecond: number;
}

export interface Second {
  /** Where the vehicle really is. */
  readonly truth: Location;
  /** What its phone measures. */
  readonly fix: MovingFix;
}

const DRIFT = 0.95;

/** A way, second by second, as the phone on board sees it. */
export function* drive(line: readonly LngLat[], filling: Filling, noise: Noise, random: Random): Generator<Second> {
  const fill = filling === "smooth" ? monotone : straight;
  const lng = fill(line.map(([x]) => x));
  const lat = fill(line.map(([, y]) => y));
  const scale = Math.cos((line[0]![1] * Math.PI) / 180);
  const last = (line.length - 1) * STEP_SECONDS;
  let east = 0;
  let north = 0;
  for (let second = 0; second <= last; second++) {
    const at = (seconds: number): Location => ({ lat: lat(seconds / STEP_SECONDS), lng: lng(seconds / STEP_SECONDS) });
    const truth = at(second);
    const before = at(Math.max(0, second - 0.5));
    const after = at(Math.min(last, second + 0.5));
    const elapsed = Math.min(last, second + 0.5) - Math.max(0, second - 0.5);
    const vx = ((after.lng - before.lng) * METERS_PER_DEGREE * scale) / elapsed;
    const vy = ((after.lat - before.lat) * METERS_PER_DEGREE) / elapsed;
    east = DRIFT * east + Math.sqrt(1 - DRIFT ** 2) * random.normal(0, noise.meters);
    north = DRIFT * north + Math.sqrt(1 - DRIFT ** 2) * random.normal(0, noise.meters);
    const heading = (Math.atan2(vx, vy) * 180) / Math.PI + random.normal(0, noise.headingDegrees);
    yield {
      truth,
      fix: {
        lat: truth.lat + north / METERS_PER_DEGREE,
        lng: truth.lng + east / METERS_PER_DEGREE / scale,
        at: second * 1_000,
        heading: (heading + 720) % 360,
        speed: Math.max(0, Math.hypot(vx, vy) + random.normal(0, noise.metersPerSecond)),
        accuracy: 2 * noise.meters,
      },
    };
  }
}

function straight(values: readonly number[]): (at: number) => number {
  return (at) => {
    const i = Math.min(values.length - 2, Math.floor(at));
    return values[i]! + (values[i + 1]! - values[i]!) * (at - i);
  };
}

/** Cubic between the points, without overshooting (Fritsch and Butland 1984): a stop stays a stop. */
function monotone(values: readonly number[]): (at: number) => number {
  const steps = values.slice(1).map((value, i) => value - values[i]!);
  const slopes = values.map((_, i) => {
    const before = steps[i - 1] ?? steps[0]!;
    const after = steps[i] ?? steps.at(-1)!;
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
  return (at) => {
    const i = Math.min(values.length - 2, Math.floor(at));
    const t = at - i;
    return (
      (2 * t ** 3 - 3 * t ** 2 + 1) * values[i]! +
      (t ** 3 - 2 * t ** 2 + t) * slopes[i]! +
      (3 * t ** 2 - 2 * t ** 3) * values[i + 1]! +
      (t ** 3 - t ** 2) * slopes[i + 1]!
    );
  };
}
