import { expect, it } from "vitest";
import { minutesOf } from "./clock.ts";

it("counts minutes as a cook does: the last one until it is due, then how late", () => {
  expect([600, 61, 60, 1, 0].map((seconds) => minutesOf(seconds))).toEqual(
    [10, 2, 1, 1, 1].map((minutes) => ({ late: false, minutes })),
  );
  expect([-1, -59, -120, -179].map((seconds) => minutesOf(seconds))).toEqual(
    [1, 1, 2, 2].map((minutes) => ({ late: true, minutes })),
  );
});
