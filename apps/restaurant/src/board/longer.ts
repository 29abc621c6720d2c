import { delayedPrepMinutes, MAX_PREP_MINUTES } from "@tiffin/domain/order/prep-minutes";
import type { Ticket } from "@tiffin/domain/wire/kitchen";

/** How many minutes more a kitchen can ask for with one tap. */
const CHOICES = [5, 10, 15] as const;

/** When the ticket would be due if it needed so many minutes more; null where that can't be. `now` in ms since the epoch. */
export function readyByAfter(
  { acceptedAt, readyBy }: Pick<Ticket, "acceptedAt" | "readyBy">,
  minutes: number,
  now: number,
): string | null {
  if (acceptedAt === undefined || readyBy === undefined) return null;
  const from = new Date(acceptedAt);
  const said = (Date.parse(readyBy) - from.getTime()) / 60_000;
  const prepMinutes = delayedPrepMinutes({ acceptedAt: from, prepMinutes: said }, minutes, new Date(now));
  return prepMinutes > MAX_PREP_MINUTES ? null : new Date(from.getTime() + prepMinutes * 60_000).toISOString();
}

/** The choices that a ticket has, each with the time at which it would then be due. */
export const choicesOf = (ticket: Ticket, now: number): { minutes: number; readyBy: string }[] =>
  CHOICES.flatMap((minutes) => {
    const readyBy = readyByAfter(ticket, minutes, now);
    return readyBy === null ? [] : { minutes, readyBy };
  });
