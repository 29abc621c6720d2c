import { describe, expect, it } from "vitest";
import { PoisonError, type Change, type Sink } from "./change.ts";
import { SinkQueue } from "./sink-queue.ts";

const change = (restaurantId: string): Change => ({
  kind: "catalog",
  restaurantId,
  cityIds: [],
  committedAt: new Date("2026-11-23T07:30:00Z"),
});
const nameOf = (one: Change) => (one.kind === "catalog" ? one.restaurantId : one.kind);

/** Pushes names through a queue and waits until each is done; lists what the sink took and what was set aside. */
async function drain(names: string[], deliver: (batch: string[]) => void) {
  const taken: string[] = [];
  const poisoned: string[] = [];
  const sink: Sink = {
    name: "test",
    wants: () => true,
    deliver: async (changes) => {
      const batch = changes.map(nameOf);
      deliver(batch);
      taken.push(...batch);
    },
  };
  const queue = new SinkQueue(sink, {
    maxAttempts: 2,
    onError: () => {},
    onPoison: async (_, one) => void poisoned.push(nameOf(one)),
  });
  await Promise.all(names.map((name) => new Promise<void>((resolve) => queue.push(change(name), resolve))));
  await queue.stop();
  return { taken, poisoned };
}

describe("the queue before a sink", () => {
  it("waits for a sink that is away and loses nothing", async () => {
    let away = 2;
    const { taken, poisoned } = await drain(["a", "b", "c"], () => {
      if (away-- > 0) throw Object.assign(new Error("no answer"), { code: "ECONNREFUSED" });
    });
    expect(taken).toEqual(["a", "b", "c"]);
    expect(poisoned).toEqual([]);
  });

  it("sets a poisonous row aside and goes on with those behind it, in order", async () => {
    const { taken, poisoned } = await drain(["a", "bad", "c"], (batch) => {
      if (batch.includes("bad")) throw new PoisonError("can't be read");
    });
    expect(taken).toEqual(["a", "c"]);
    expect(poisoned).toEqual(["bad"]);
  });

  it("gives up on a row that fails by itself again and again", async () => {
    const { taken, poisoned } = await drain(["a", "bad"], (batch) => {
      if (batch.includes("bad")) throw new Error("division by zero");
    });
    expect(taken).toEqual(["a"]);
    expect(poisoned).toEqual(["bad"]);
  });
});
