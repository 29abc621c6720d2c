import { createHash } from "node:crypto";
import { v7 } from "uuid";

/** Ids of runs sort by time, so that the newest are next to each other in the index. */
export const newId = (): string => v7();

/**
 * The id of an event that came without one. The SDK sends the same seed with each retry of one send, so that the
 * retry's events are the same events.
 * @param seed the header x-inngest-event-id-seed
 */
export function eventIdOf(seed: string | undefined, index: number): string {
  if (seed === undefined || seed === "") return newId();
  return createHash("sha256").update(`${seed}\n${index}`).digest("hex").slice(0, 32);
}
