/// <reference path="./ml-logistic-regression.d.ts" />
import { Matrix } from "ml-matrix";
import LogisticRegression from "ml-logistic-regression";
import MultivariateLinearRegression from "ml-regression-multivariate-linear";
import type { Terms } from "@tiffin/domain/dispatch/learned-scorer";

type Inputs = Readonly<Record<string, number>>;

/** Full steps down the gradient of the mean loss; with standardised inputs a few hundred are enough. */
const STEPS = 600;

/** Weights for the log-odds of something happening. */
export function fitLogistic(rows: readonly { readonly inputs: Inputs; readonly happened: boolean }[]): Terms {
  const scale = standardise(rows.map(({ inputs }) => inputs));
  const x = new Matrix(rows.map(({ inputs }) => [1, ...scale.apply(inputs)]));
  const y = Matrix.columnVector(rows.map(({ happened }) => (happened ? 1 : 0)));
  const model = new LogisticRegression({ numSteps: STEPS, learningRate: 1 / rows.length });
  model.train(x, y);
  // One classifier for each outcome, of its not being that one: the first says that it is not a no.
  const weights = model.classifiers[0]?.weights?.to1DArray();
  if (weights === undefined) throw new Error("nothing was learned");
  return scale.back(weights[0] ?? 0, weights.slice(1));
}

/** Weights for a quantity, by least squares. */
export function fitLinear(rows: readonly { readonly inputs: Inputs; readonly actual: number }[]): Terms {
  const scale = standardise(rows.map(({ inputs }) => inputs));
  const model = new MultivariateLinearRegression(
    rows.map(({ inputs }) => scale.apply(inputs)),
    rows.map(({ actual }) => [actual]),
    { statistics: false },
  );
  const weights = model.weights.map(([weight]) => weight ?? 0);
  return scale.back(weights.at(-1) ?? 0, weights.slice(0, -1));
}

/** Inputs that never change teach nothing and are left out; the others get mean 0 and deviation 1. */
function standardise(rows: readonly Inputs[]) {
  const columns = Object.keys(rows[0] ?? {}).flatMap((name) => {
    const values = rows.map((row) => row[name] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return deviation > 1e-9 ? [{ name, mean, deviation }] : [];
  });
  return {
    apply: (row: Inputs) => columns.map(({ name, mean, deviation }) => ((row[name] ?? 0) - mean) / deviation),
    /** The same weights for inputs as they are. */
    back(intercept: number, weights: readonly number[]): Terms {
      const own = columns.map(({ name, mean, deviation }, index) => ({
        name,
        mean,
        weight: weights[index]! / deviation,
      }));
      return {
        intercept: own.reduce((sum, { mean, weight }) => sum - mean * weight, intercept),
        weights: Object.fromEntries(own.map(({ name, weight }) => [name, weight])),
      };
    },
  };
}
