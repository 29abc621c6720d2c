import fc from "fast-check";
import { expect, it } from "vitest";
import { pingSchema } from "../wire/riders.ts";
import { readPing } from "./read-ping.ts";

const numbers = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(-90, 85.06, 90, 91, -180, 180, 360, 1e21, -0, 0.1, Number.NaN, Number.POSITIVE_INFINITY),
);
const times = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom(
    "2026-02-29T10:00:00.000Z",
    "2024-02-29T10:00:00.000Z",
    "2026-04-31T10:00:00.000Z",
    "2026-13-01T10:00:00.000Z",
    "2026-01-01T24:00:00.000Z",
    "2026-01-01T29:00:00.000Z",
    "2026-01-01T10:00:00Z",
    "2026-01-01T10:00Z",
    "2026-01-01T10:00:00.123456Z",
    "2026-01-01T10:00:00.000+05:30",
    "2026-01-01",
    "",
  ),
  fc.string(),
);
const odd = fc.oneof(fc.anything(), fc.constant(undefined), numbers, times);
const field = <T>(usual: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: odd });
const points = fc.record(
  {
    lat: field(fc.double({ min: -90, max: 90, noNaN: true })),
    lng: field(fc.double({ min: -180, max: 180, noNaN: true })),
    accuracy: field(fc.double({ min: 0, max: 100, noNaN: true })),
    heading: field(fc.double({ min: 0, max: 360, noNaN: true })),
    speed: field(fc.double({ min: 0, max: 40, noNaN: true })),
    recordedAt: field(times),
    seq: field(fc.nat()),
  },
  { requiredKeys: ["lat", "lng"] },
);

it("takes what the schema takes, as the schema reads it, and nothing else", () => {
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: points }, { weight: 1, arbitrary: fc.anything() }), (value) => {
      const parsed = pingSchema.safeParse(value);
      const read = readPing(value);
      if (!parsed.success) expect(read).toBeNull();
      // Fields that are there with the value undefined don't come from JSON.
      else expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(parsed.data)));
    }),
    { numRuns: 5_000 },
  );
});

it("does not mind fields that it does not know", () => {
  expect(readPing({ lat: 1, lng: 2, riderId: "somebody-else" })).toMatchObject({ lat: 1, lng: 2 });
});
