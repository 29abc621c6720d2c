/** What is used of it: the package has no types of its own. */
declare module "ml-logistic-regression" {
  import type { Matrix } from "ml-matrix";

  export default class LogisticRegression {
    constructor(options: { readonly numSteps: number; readonly learningRate: number });
    train(features: Matrix, target: Matrix): void;
    /** One for each class; its weights are those of *not* being of that class. */
    readonly classifiers: readonly { readonly weights: Matrix | null }[];
  }
}
