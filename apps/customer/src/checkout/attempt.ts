import { placeOrderSchema } from "@tiffin/domain/wire/orders";
import { z } from "zod";

/**
 * An attempt to order, written down before it is sent. Its key makes the server place it once, however often it is
 * sent: a second tap, a reload or a lost answer sends the same key and body again. Only a definite answer ends it;
 * until then the cart can't be ordered under another key.
 */
export const attemptSchema = z.object({ key: z.uuid(), order: placeOrderSchema, startedAt: z.string() });
export type Attempt = z.infer<typeof attemptSchema>;

const storageKey = "tiffin.customer.attempt.v1";
/** Older ones have long been answered or forgotten by the server; to send one again might order dinner at breakfast. */
const staleMilliseconds = 30 * 60_000;

/** Within this an open attempt is asked about by itself; later its customer is asked first whether it is still wanted. */
const freshMilliseconds = 3 * 60_000;
export const isFresh = (attempt: Attempt, now: number): boolean =>
  now - Date.parse(attempt.startedAt) < freshMilliseconds;

export function loadAttempt(storage: Pick<Storage, "getItem">, now: number): Attempt | null {
  const text = storage.getItem(storageKey);
  if (!text) return null;
  try {
    const result = attemptSchema.safeParse(JSON.parse(text));
    if (!result.success || now - Date.parse(result.data.startedAt) > staleMilliseconds) return null;
    return result.data;
  } catch {
    return null;
  }
}

/** The attempt to send for this order: the open one if there is one, whatever the form says by now. */
export function beginAttempt(
  storage: Pick<Storage, "getItem" | "setItem">,
  order: Attempt["order"],
  now: number,
  makeKey: () => string,
): Attempt {
  const open = loadAttempt(storage, now);
  if (open) return open;
  const attempt = { key: makeKey(), order, startedAt: new Date(now).toISOString() };
  storage.setItem(storageKey, JSON.stringify(attempt));
  return attempt;
}

export const endAttempt = (storage: Pick<Storage, "removeItem">): void => storage.removeItem(storageKey);

/**
 * Whether an answer says for sure that nothing was ordered. No answer, a 5xx, a 429 or "still running" leave it open:
 * the order may stand.
 */
export const isDefinite = (status: number | undefined, code: string): boolean =>
  status !== undefined &&
  status >= 400 &&
  status < 500 &&
  status !== 429 &&
  status !== 401 &&
  code !== "REQUEST_IN_PROGRESS";
