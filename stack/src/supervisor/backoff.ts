const first = 500;
const longest = 30_000;
/** Whoever lived this long has recovered: the next fall counts as the first. */
export const healthyAfterMs = 60_000;

/** Milliseconds to wait before the n-th restart in a row (n from 1): 0.5 s, doubled each time, up to half a minute. */
export function restartDelay(fallsInARow: number): number {
  return Math.min(longest, first * 2 ** Math.max(0, fallsInARow - 1));
}
