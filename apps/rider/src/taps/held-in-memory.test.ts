import { describe, expect, it } from "vitest";
import { heldInMemory } from "./held-in-memory.ts";
import { sendTaps, type TapStore } from "./send-taps.ts";
import type { KeptTap, Tap } from "./tap.ts";

/** A store as a browser's: it can refuse to be written to, or be away altogether. */
function disk() {
  let taps: KeptTap[] = [];
  let lastId = 0;
  const may = { read: true, write: true };
  const refuse = (allowed: boolean) => {
    if (!allowed) throw new DOMException("no storage", "InvalidStateError");
  };
  const store: TapStore = {
    async add(tap) {
      refuse(may.write);
      lastId += 1;
      const kept = { ...tap, id: lastId };
      taps.push(kept);
      return kept;
    },
    async all() {
      refuse(may.read);
      return [...taps];
    },
    async remove(ids) {
      refuse(may.write);
      taps = taps.filter(({ id }) => !ids.includes(id));
    },
  };
  return { may, store };
}
const tap = (action: "arrived" | "pickedUp" | "delivered"): Tap => ({
  rideId: "a",
  orderNumber: "A",
  at: "2026-01-01T12:00:00Z",
  action,
});
const actions = (taps: readonly KeptTap[]) => taps.map(({ action }) => action);
async function told(store: TapStore): Promise<string[]> {
  const heard: string[] = [];
  await sendTaps(store, async ({ action }) => {
    heard.push(action);
    return null;
  });
  return heard;
}

describe("taps that can't be written down", () => {
  it("are held and told all the same where there is no storage", async () => {
    const { may, store } = disk();
    may.read = may.write = false;
    const taps = heldInMemory(store);
    const kept = [await taps.add(tap("arrived")), await taps.add(tap("pickedUp"))];
    expect(new Set(kept.map(({ id }) => id)).size).toBe(2);
    expect(actions(await taps.all())).toEqual(["arrived", "pickedUp"]);
    expect(await told(taps)).toEqual(["arrived", "pickedUp"]);
    expect(await taps.all()).toEqual([]);
  });

  it("keep their order when the storage fails, and works again, between them", async () => {
    const { may, store } = disk();
    const taps = heldInMemory(store);
    await taps.add(tap("arrived"));
    may.write = false;
    await taps.add(tap("pickedUp"));
    may.write = true;
    await taps.add(tap("delivered"));
    expect(await told(taps)).toEqual(["arrived", "pickedUp", "delivered"]);
    // Nothing is held any more: from here on they are written down again.
    await taps.add(tap("arrived"));
    expect(actions(await store.all())).toEqual(["arrived"]);
  });

  it("are told once, also where what was told can't be crossed out", async () => {
    const { may, store } = disk();
    const taps = heldInMemory(store);
    await taps.add(tap("arrived"));
    may.write = false;
    await taps.add(tap("pickedUp"));
    expect(await told(taps)).toEqual(["arrived", "pickedUp"]);
    expect(await told(taps)).toEqual([]);
  });

  it("are forgotten with the rider who logs out", async () => {
    const { may, store } = disk();
    may.read = may.write = false;
    const taps = heldInMemory(store);
    await taps.add(tap("arrived"));
    taps.letGo();
    expect(await taps.all()).toEqual([]);
  });
});
