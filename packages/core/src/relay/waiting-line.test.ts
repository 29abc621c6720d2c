import { describe, expect, it } from "vitest";
import type { CatalogChange, Change, Sink } from "./change.ts";
import { SinkQueue } from "./sink-queue.ts";

const at = new Date("2026-11-23T07:30:00Z");
const change = (restaurantId: string, cityIds: string[] = []): Change => ({
  kind: "catalog",
  restaurantId,
  cityIds,
  committedAt: at,
});
const nameOf = (one: Change) => (one.kind === "catalog" ? one.restaurantId : one.kind);

/** A queue that merges, four in a batch. What it delivers is held until `open` lets the next batch through. */
function setUp(more: Partial<Sink> = {}) {
  const batches: string[][] = [];
  const cities: string[] = [];
  const gates: (() => void)[] = [];
  const sink: Sink = {
    name: "test",
    maxBatch: 4,
    wants: () => true,
    merging: {
      key: nameOf,
      merge: (earlier, later) => ({
        ...(earlier as CatalogChange),
        cityIds: [...(earlier as CatalogChange).cityIds, ...(later as CatalogChange).cityIds],
      }),
    },
    async deliver(changes) {
      batches.push(changes.map(nameOf));
      for (const one of changes) if (one.kind === "catalog") cities.push(...one.cityIds);
      await new Promise<void>((resolve) => gates.push(resolve));
    },
    ...more,
  };
  const finished: string[] = [];
  const queue = new SinkQueue(sink, { onError: () => {}, onPoison: () => Promise.resolve() });
  const push = (name: string, isBulk = false, cityIds: string[] = []) =>
    queue.push(change(name, cityIds), () => finished.push(name), isBulk);
  const open = async () => {
    await expect.poll(() => gates.length).toBe(1);
    gates.shift()?.();
  };
  return { queue, push, open, batches, finished, cities };
}

describe("a queue that merges", () => {
  it("hands the first over at once, and those that came meanwhile together, each once", async () => {
    const { queue, push, open, batches, finished, cities } = setUp();
    push("a");
    await expect.poll(() => batches).toEqual([["a"]]);
    for (const name of ["b", "a", "b", "a"]) push(name, false, [`city of ${name}`]);
    expect(queue.waiting).toBe(3);
    await open();
    await open();
    await expect.poll(() => queue.waiting).toBe(0);
    expect(batches).toEqual([["a"], ["b", "a"]]);
    // Each write is accounted for, so that the place in the log may move on.
    expect(finished).toEqual(["a", "b", "b", "a", "a"]);
    expect(new Set(cities)).toEqual(new Set(["city of a", "city of b"]));
  });

  it("lets a single change by when thousands came together, and starves neither", async () => {
    const { queue, push, open, batches } = setUp();
    for (let number = 1; number <= 6; number += 1) push(`bulk ${number}`, true);
    push("single");
    push("bulk 5");
    while (queue.waiting > 0) await open().catch(() => {});
    expect(batches).toEqual([["bulk 1"], ["single", "bulk 5"], ["bulk 2", "bulk 3"], ["bulk 4", "bulk 6"]]);
  });

  it("is done with a change that stands for many when the last of its pieces is", async () => {
    const { queue, open, batches, finished } = setUp({
      expand: (one) =>
        one.kind !== "city"
          ? null
          : (async function* () {
              yield [change("a"), change("b")];
              yield ["c", "d", "e"].map((name) => change(name));
            })(),
    });
    queue.push({ kind: "city", cityId: "city", committedAt: at }, () => finished.push("city"));
    await open();
    await open();
    expect(finished).toEqual([]);
    await open();
    await expect.poll(() => finished).toEqual(["city"]);
    expect(batches).toEqual([["a", "b"], ["c", "d"], ["e"]]);
  });
});
