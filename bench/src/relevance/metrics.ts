/**
 * What a list of results is worth, from the grades (0–3) of its restaurants in the order they were shown.
 *
 * DCG@k = Σ (2^grade − 1) / log2(place + 1) over the first k places: a 3 is worth 7, a 2 is worth 3, a 1 is worth 1, and
 * the second place counts 63 % of the first, the tenth 29 %. nDCG@k divides it by that of the best order of all that
 * was judged, so that 1 is perfect.
 */
export function ndcg(shown: readonly number[], judged: readonly number[], k = 10): number {
  const best = dcg([...judged].sort((a, b) => b - a).slice(0, k));
  return best === 0 ? 0 : dcg(shown.slice(0, k)) / best;
}

function dcg(grades: readonly number[]): number {
  return grades.reduce((sum, grade, index) => sum + (2 ** grade - 1) / Math.log2(index + 2), 0);
}

/** What counts as found: worth a 2; or the best there is, where nothing is worth a 2. */
function foundFrom(judged: readonly number[]): number {
  return Math.max(1, Math.min(2, Math.max(0, ...judged)));
}

/** Whether one of the first k is what was looked for. */
export function success(shown: readonly number[], judged: readonly number[], k = 5): boolean {
  const enough = foundFrom(judged);
  return shown.slice(0, k).some((grade) => grade >= enough);
}

/** 1 / the place of the first that is what was looked for; 0 if none of the first k is. */
export function reciprocalRank(shown: readonly number[], judged: readonly number[], k = 10): number {
  const enough = foundFrom(judged);
  const index = shown.slice(0, k).findIndex((grade) => grade >= enough);
  return index === -1 ? 0 : 1 / (index + 1);
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
