import { Cron } from "croner";
import { parseCron } from "./registration.ts";

/** The next tick strictly after `after`. null if it never comes. */
export function nextTick(text: string, after: Date): Date | null {
  const { pattern, timezone } = parseCron(text);
  return new Cron(pattern, { timezone }).nextRun(after);
}
