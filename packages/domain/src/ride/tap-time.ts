import { DomainError } from "../errors.ts";

/** A phone's clock may be ahead by so much. */
const AHEAD_MS = 60_000;
/** A working day without a network; what is older is no tap of this shift. */
const OLDEST_MS = 12 * 3_600_000;

/**
 * When a step of a ride happened that a phone without network tells later. Within what is believed it is moved, where
 * need be, so that the order's timeline only goes forward: not before what happened last, not after now.
 *
 * @throws DomainError VALIDATION_FAILED for a time that no phone of this shift can mean.
 */
export function tapTime(told: Date | undefined, lastEventAt: Date | null, now: Date): Date {
  if (told === undefined) return now;
  const behindMs = now.getTime() - told.getTime();
  if (!(behindMs >= -AHEAD_MS && behindMs <= OLDEST_MS)) {
    throw new DomainError("VALIDATION_FAILED", "That is no time of this shift.", {
      fields: [{ path: "at", message: "within the last 12 hours" }],
    });
  }
  return new Date(Math.min(now.getTime(), Math.max(told.getTime(), lastEventAt?.getTime() ?? 0)));
}
