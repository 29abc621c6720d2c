import { expect, it } from "vitest";
import { answerTo } from "./moods.ts";

it("riders decline and ignore as many offers as they were told to, and each offer always alike", () => {
  const moods = { decline: 0.3, ignore: 0.2 };
  const offers = Array.from({ length: 5_000 }, (_, index) => ({ rideId: `ride-${index}`, offerSeq: 1 + (index % 3) }));
  const answers = offers.map((offer) => answerTo(offer, moods));
  expect(offers.map((offer) => answerTo(offer, moods))).toEqual(answers);
  const share = (answer: string) => answers.filter((one) => one === answer).length / answers.length;
  expect(share("decline")).toBeCloseTo(0.3, 1);
  expect(share("ignore")).toBeCloseTo(0.2, 1);
  expect(offers.map((offer) => answerTo(offer, { decline: 0, ignore: 0 }))).not.toContain("decline");
});
