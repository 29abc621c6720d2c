import { setTimeout as sleep } from "node:timers/promises";

/** Looks again until it is so; the test's own time limit is the only clock. */
export async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo().catch(() => false))) await sleep(50);
}
