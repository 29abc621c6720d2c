const FIRST_SECONDS = 0.05;
const LONGEST_SECONDS = 1;

/**
 * How long to wait before a connection is tried again, in seconds; `failures` is counted over the whole pool. postgres.js
 * itself waits up to 20 s by then, although a restarted server is back after one: a pool of sixteen fails sixteen times
 * at once.
 */
export function reconnectDelay(failures: number): number {
  return Math.min(FIRST_SECONDS * 2 ** failures, LONGEST_SECONDS) * (0.5 + Math.random() / 2);
}
