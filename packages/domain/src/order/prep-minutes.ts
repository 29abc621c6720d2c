/** The longest that a kitchen may take for an order, in minutes from its acceptance. */
export const MAX_PREP_MINUTES = 180;

/** How much longer a kitchen may ask for at a time. */
export const DELAY_MINUTES = { least: 5, most: 60 } as const;

/**
 * The minutes from its acceptance by which a kitchen is done that needs `minutes` more: than it said, or, where that time
 * is past, from now. May be more than `MAX_PREP_MINUTES`.
 */
export function delayedPrepMinutes(
  { acceptedAt, prepMinutes }: { readonly acceptedAt: Date; readonly prepMinutes: number },
  minutes: number,
  now: Date,
): number {
  const since = Math.ceil((now.getTime() - acceptedAt.getTime()) / 60_000);
  return Math.max(prepMinutes, since) + minutes;
}
