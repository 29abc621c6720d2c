/**
 * The difference between this device's clock and the server's. A phone that is two minutes wrong must still count an
 * offer's ten seconds right, so countdowns ask this clock and not `Date.now()`.
 */
let offsetMilliseconds = 0;
let bestRoundTrip = Number.POSITIVE_INFINITY;

/** Takes the `Date` header of an answer (whole seconds) with the times at which the request left and the answer came. */
export function observeServerDate(dateHeader: string | null, sentAt: number, receivedAt: number): void {
  if (!dateHeader) return;
  const serverTime = Date.parse(dateHeader);
  if (Number.isNaN(serverTime)) return;
  const roundTrip = receivedAt - sentAt;
  // The quickest answer tells the time best. Worse ones are believed only when they contradict it by more than they can err.
  const offset = serverTime + 500 + roundTrip / 2 - receivedAt;
  const contradiction = Math.abs(offset - offsetMilliseconds) > 1_000 + roundTrip;
  if (roundTrip > bestRoundTrip && !contradiction) return;
  bestRoundTrip = roundTrip;
  offsetMilliseconds = Math.abs(offset) < 1_000 ? 0 : offset;
}

/** Milliseconds since the epoch by the server's clock. */
export const serverNow = (): number => Date.now() + offsetMilliseconds;
