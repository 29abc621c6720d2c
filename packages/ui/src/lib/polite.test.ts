import { expect, it } from "vitest";
import { waitToSpeak } from "./polite.ts";

it("reads the first text out at once, the next one after a rest, and none twice", () => {
  expect(waitToSpeak(null, "4 minutes away", 0, 30_000)).toBe(0);
  expect(waitToSpeak({ text: "4 minutes away", at: 0 }, "3 minutes away", 10_000, 30_000)).toBe(20_000);
  expect(waitToSpeak({ text: "4 minutes away", at: 0 }, "3 minutes away", 50_000, 30_000)).toBe(0);
  expect(waitToSpeak({ text: "4 minutes away", at: 0 }, "4 minutes away", 50_000, 30_000)).toBeNull();
  expect(waitToSpeak(null, "", 0, 30_000)).toBeNull();
});
