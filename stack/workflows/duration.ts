const unitMs: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
};

/**
 * The SDK's time strings: "1d2h30m10s", and "" for nothing at all (it floors to whole seconds, so 0 becomes "").
 * @returns milliseconds, or null if the text is no duration
 */
export function parseDuration(text: string): number | null {
  if (text === "" || text === "0") return 0;
  if (!/^(?:\d+[wdhms])+$/.test(text)) return null;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([wdhms])/g)) {
    total += Number(count) * (unitMs[unit ?? ""] ?? 0);
  }
  return total;
}

/**
 * When a sleep or a timeout is over: the SDK sends a duration or an ISO date.
 * @returns milliseconds from `now`, never negative, or null if the text is neither
 */
export function parseDelay(text: string, now: Date): number | null {
  const duration = parseDuration(text);
  if (duration !== null) return duration;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

const retryAfterMinMs = 1_000;
const retryAfterMaxMs = 86_400_000;

/** A Retry-After header (seconds, or a date), clamped to 1 s … 24 h. null when absent or unreadable. */
export function parseRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined || header === "") return null;
  const seconds = Number(header);
  const delay = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - now.getTime();
  return Number.isNaN(delay) ? null : Math.min(retryAfterMaxMs, Math.max(retryAfterMinMs, delay));
}

/**
 * Wait before the next try: doubles from the base, up to the maximum, spread by ± jitter so that the runs of one
 * outage do not come back in one wave.
 * @param tries how often it has been tried already, from 1
 */
export function backoff(
  tries: number,
  policy: { baseMs: number; maxMs: number; jitter: number },
  random: () => number = Math.random,
): number {
  const plain = Math.min(policy.maxMs, policy.baseMs * 2 ** Math.min(Math.max(0, tries - 1), 30));
  return Math.round(plain * (1 + policy.jitter * (2 * random() - 1)));
}
