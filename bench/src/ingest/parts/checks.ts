import { readPing } from "@tiffin/domain/location/read-ping";
import { pingSchema } from "@tiffin/domain/wire/riders";
import type { Part } from "../../harness/report.ts";
import { median } from "../../harness/statistics.ts";

const POINTS = 20_000;
const ROUNDS = 15;

/** What it costs to check a point as it came from JSON: by the schema, and by hand. */
export async function measureChecks(): Promise<Part> {
  const points = Array.from({ length: POINTS }, (_, index) => ({
    lat: 12.97 + index / 1e6,
    lng: 77.59,
    accuracy: 8,
    heading: index % 360,
    speed: 5.4,
    recordedAt: new Date(1_790_000_000_000 + index).toISOString(),
    seq: index,
  }));
  const schema = microseconds(() => points.every((point) => pingSchema.safeParse(point).success));
  const byHand = microseconds(() => points.every((point) => readPing(point) !== null));
  return {
    part: "checks",
    parameters: { points: POINTS, rounds: ROUNDS },
    figures: [
      { name: "a point by the schema", value: schema, unit: "µs" },
      { name: "a point by hand", value: byHand, unit: "µs", note: "the way it is done" },
      { name: "by hand as a share of the schema", value: (100 * byHand) / schema, unit: "%" },
    ],
  };
}

function microseconds(check: () => boolean): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    if (!check()) throw new Error("a good point was refused");
    return ((performance.now() - startedAt) * 1_000) / POINTS;
  });
  return median(rounds);
}
