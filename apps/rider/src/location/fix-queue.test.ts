import "fake-indexeddb/auto";
import { openDB } from "idb";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Fix } from "./fix.ts";
import { FixQueue } from "./fix-queue.ts";

const fix = (seq: number): Fix => ({ lat: 12.97, lng: 77.59, recordedAt: new Date(seq).toISOString(), seq });
const seqs = async (queue: FixQueue, limit = 100) => (await queue.oldest(limit)).map(({ seq }) => seq);

afterEach(async () => {
  for (const rider of ["asha", "imran"]) await new FixQueue(rider).clear();
});

describe("positions that wait for the network", () => {
  it("come out oldest first, and leave when they were acknowledged", async () => {
    const queue = new FixQueue("asha");
    for (const seq of [3, 1, 2]) await queue.add(fix(seq));
    expect(await queue.oldest(2)).toEqual([fix(1), fix(2)]);
    await queue.removeUpTo(2);
    expect(await seqs(queue)).toEqual([3]);
  });

  it("outlive the page", async () => {
    await new FixQueue("asha").add(fix(1));
    expect(await seqs(new FixQueue("asha"))).toEqual([1]);
  });

  it("make way for newer ones, the oldest first, and are counted", async () => {
    const queue = new FixQueue("asha", 3);
    for (const seq of [1, 2, 3, 4, 5]) await queue.add(fix(seq));
    expect(await seqs(queue)).toEqual([3, 4, 5]);
    expect(queue.dropped).toBe(2);
  });

  it("are their rider's: whoever logs in next on this phone neither sends nor loses them", async () => {
    const before = new FixQueue("imran");
    await before.add(fix(1));
    await before.add(fix(2));

    const next = new FixQueue("asha", 1);
    expect(await next.count()).toBe(0);
    await next.add(fix(3));
    expect(await seqs(next)).toEqual([3]);
    await next.removeUpTo(3);
    await next.clear();
    expect(await seqs(new FixQueue("imran"))).toEqual([1, 2]);
  });

  it("that don't say whose they are, from an earlier version, are let go", async () => {
    const old = await openDB("tiffin-rider", 1, {
      upgrade: (database) => void database.createObjectStore("fixes", { keyPath: "seq" }),
    });
    await old.put("fixes", fix(1));
    const queue = new FixQueue("asha");
    expect(await queue.count(), "though a page of that version stands open").toBe(0);
    old.close();
    await expect.poll(async () => (await indexedDB.databases()).map(({ name }) => name)).not.toContain("tiffin-rider");
  });

  it("are kept in memory where the browser keeps nothing", async () => {
    const open = vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("a private window", "InvalidStateError");
    });
    try {
      const queue = new FixQueue("asha");
      await queue.add(fix(2));
      await queue.add(fix(1));
      expect(await seqs(queue)).toEqual([1, 2]);
      await queue.removeUpTo(1);
      expect(await queue.count()).toBe(1);
    } finally {
      open.mockRestore();
    }
  });
});
