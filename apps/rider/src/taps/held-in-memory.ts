import type { TapStore } from "./send-taps.ts";
import type { KeptTap } from "./tap.ts";

/**
 * A store that takes every tap. What can't be written down (no IndexedDB in a private window, a full disk) is held in
 * memory as long as the page stands, and told like the rest.
 */
export function heldInMemory(written: TapStore): TapStore & { letGo(): void } {
  /** Their ids are below zero; those of IndexedDB count up from one. */
  let held: readonly KeptTap[] = [];
  let lastId = 0;
  /** Done with, though they could not be crossed out: else the first of them would be told for ever. */
  const done = new Set<number>();
  return {
    async add(tap) {
      // Behind one that is held nothing is written down: it would be told before it.
      const kept = held.length > 0 ? null : await written.add(tap).catch(() => null);
      if (kept !== null) return kept;
      lastId -= 1;
      const one = { ...tap, id: lastId };
      held = [...held, one];
      return one;
    },
    async all() {
      const waiting = await written.all().catch(() => []);
      return [...waiting.filter(({ id }) => !done.has(id)), ...held];
    },
    async remove(ids) {
      held = held.filter(({ id }) => !ids.includes(id));
      const crossedOut = ids.filter((id) => id > 0);
      if (crossedOut.length === 0) return;
      await written.remove(crossedOut).catch(() => {
        for (const id of crossedOut) done.add(id);
      });
    },
    letGo() {
      held = [];
    },
  };
}
