import type { KeptTap, Tap } from "./tap.ts";

/** Where taps wait, the oldest first. */
export interface TapStore {
  add(tap: Tap): Promise<KeptTap>;
  all(): Promise<KeptTap[]>;
  remove(ids: readonly number[]): Promise<void>;
}

/** What became of a tap: told, kept for later, or refused with a code of the server's. */
export type TapResult =
  | { readonly is: "told" }
  | { readonly is: "kept" }
  | { readonly is: "refused"; readonly code: string };

const LATER = new Set([
  "NETWORK",
  "UNAVAILABLE",
  "INTERNAL",
  "RATE_LIMITED",
  "UNAUTHENTICATED",
  "UNAUTHORIZED",
  "INTERNAL_SERVER_ERROR",
]);

/** Nobody has decided: the network or the server was away, too much was asked at once, or the session has to be renewed first. */
export const isForLater = (code: string): boolean => LATER.has(code);

/**
 * Tells what waits, in the order in which it was tapped, until all is told or nobody answers. A refused tap takes those of
 * the same ride with it that came after: they rest on it. `send` resolves to null, or to the refusal's code.
 */
export async function sendTaps(
  store: TapStore,
  send: (tap: KeptTap) => Promise<string | null>,
): Promise<Map<number, TapResult>> {
  const results = new Map<number, TapResult>();
  for (let waiting = await store.all(); waiting[0] !== undefined; waiting = await store.all()) {
    const [tap] = waiting;
    const code = await send(tap);
    if (code !== null && isForLater(code)) break;
    const ended = code === null ? [tap] : waiting.filter(({ rideId }) => rideId === tap.rideId);
    await store.remove(ended.map(({ id }) => id));
    for (const { id } of ended) results.set(id, code === null ? { is: "told" } : { is: "refused", code });
  }
  return results;
}
