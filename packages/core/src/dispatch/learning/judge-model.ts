/** How good predictions were. Pure. */

export interface Prediction {
  /** 0…1 */
  readonly predicted: number;
  readonly happened: boolean;
}

/** So far a probability may go: one that was certain and wrong would cost infinitely much. */
const CERTAIN = 1e-6;

export function logLoss(predictions: readonly Prediction[]): number {
  return mean(
    predictions.map(({ predicted, happened }) => {
      const p = Math.min(1 - CERTAIN, Math.max(CERTAIN, predicted));
      return -Math.log(happened ? p : 1 - p);
    }),
  );
}

export function brier(predictions: readonly Prediction[]): number {
  return mean(predictions.map(({ predicted, happened }) => (predicted - (happened ? 1 : 0)) ** 2));
}

/** How often one that happened was thought likelier than one that didn't; ties count half. 0.5 without either. */
export function auc(predictions: readonly Prediction[]): number {
  const sorted = predictions.toSorted((a, b) => a.predicted - b.predicted);
  let rankSum = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to]!.predicted === sorted[from]!.predicted) to += 1;
    const rank = (from + 1 + to) / 2;
    for (let index = from; index < to; index += 1) if (sorted[index]!.happened) rankSum += rank;
    from = to;
  }
  const yes = sorted.filter(({ happened }) => happened).length;
  const no = sorted.length - yes;
  return yes === 0 || no === 0 ? 0.5 : (rankSum - (yes * (yes + 1)) / 2) / (yes * no);
}

/** Tenths of the predictions, from the least likely: what was thought, what came, and of how many. */
export function reliability(predictions: readonly Prediction[], rows = 10) {
  const sorted = predictions.toSorted((a, b) => a.predicted - b.predicted);
  const size = sorted.length / rows;
  return Array.from({ length: rows }, (_, row) => sorted.slice(Math.round(row * size), Math.round((row + 1) * size)))
    .filter((tenth) => tenth.length > 0)
    .map((tenth) => ({
      predicted: mean(tenth.map(({ predicted }) => predicted)),
      observed: mean(tenth.map(({ happened }) => (happened ? 1 : 0))),
      offers: tenth.length,
    }));
}

export function errorsOf(pairs: readonly { readonly predicted: number; readonly actual: number }[]) {
  return {
    meanAbsoluteSeconds: mean(pairs.map(({ predicted, actual }) => Math.abs(predicted - actual))),
    biasSeconds: mean(pairs.map(({ predicted, actual }) => predicted - actual)),
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
