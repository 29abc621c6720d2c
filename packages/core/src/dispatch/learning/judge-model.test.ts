import { expect, it } from "vitest";
import { auc, brier, errorsOf, logLoss, reliability } from "./judge-model.ts";

const yes = (predicted: number) => ({ predicted, happened: true });
const no = (predicted: number) => ({ predicted, happened: false });

it("who can't tell loses what a coin loses", () => {
  const coin = [yes(0.5), no(0.5)];
  expect(logLoss(coin)).toBeCloseTo(Math.LN2);
  expect(brier(coin)).toBe(0.25);
  expect(auc(coin)).toBe(0.5);
});

it("who is right wins, and who is certain and wrong loses much, not infinitely much", () => {
  expect(auc([yes(0.9), no(0.1), yes(0.6), no(0.2)])).toBe(1);
  expect(auc([no(0.9), yes(0.1)])).toBe(0);
  expect(logLoss([no(1)])).toBeGreaterThan(10);
  expect(logLoss([no(1)])).toBeLessThan(20);
});

it("the reliability table goes from the least likely on, in equal parts, and loses nobody", () => {
  const table = reliability([no(0.1), no(0.1), yes(0.8), no(0.7)], 2);
  expect(table).toEqual([
    { predicted: 0.1, observed: 0, offers: 2 },
    { predicted: 0.75, observed: 0.5, offers: 2 },
  ]);
  expect(reliability([yes(0.4)], 10)).toEqual([{ predicted: 0.4, observed: 1, offers: 1 }]);
});

it("errors tell how far off, and to which side", () => {
  const pairs = [
    { predicted: 100, actual: 90 },
    { predicted: 100, actual: 120 },
  ];
  expect(errorsOf(pairs)).toEqual({ meanAbsoluteSeconds: 15, biasSeconds: -5 });
});
