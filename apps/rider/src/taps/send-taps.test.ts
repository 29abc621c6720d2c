import { beforeEach, describe, expect, it } from "vitest";
import { sendTaps, type TapStore } from "./send-taps.ts";
import type { KeptTap, Tap } from "./tap.ts";

let waiting: KeptTap[];
const store: TapStore = {
  add: async (tap) => {
    const kept = { ...tap, id: waiting.length + 1 };
    waiting.push(kept);
    return kept;
  },
  all: async () => [...waiting],
  remove: async (ids) => void (waiting = waiting.filter(({ id }) => !ids.includes(id))),
};
const tap = (rideId: string, action: "arrived" | "pickedUp" | "delivered", minute: number): Tap => ({
  rideId,
  orderNumber: rideId,
  at: `2026-01-01T12:0${minute}:00Z`,
  action,
});
beforeEach(async () => {
  waiting = [];
  for (const one of [
    tap("a", "arrived", 1),
    tap("a", "pickedUp", 2),
    tap("b", "arrived", 3),
    tap("a", "delivered", 4),
    tap("b", "pickedUp", 5),
  ]) {
    await store.add(one);
  }
});

describe("taps that waited for the network", () => {
  it("are told in their order, with their own times", async () => {
    const told: string[] = [];
    await sendTaps(store, async ({ action, at }) => {
      told.push(`${action} ${at.slice(11, 16)}`);
      return null;
    });
    expect(told).toEqual(["arrived 12:01", "pickedUp 12:02", "arrived 12:03", "delivered 12:04", "pickedUp 12:05"]);
    expect(waiting).toEqual([]);
  });

  it("go on waiting, all of them, while nobody answers", async () => {
    const results = await sendTaps(store, async ({ id }) => (id === 1 ? null : "NETWORK"));
    expect([...results]).toEqual([[1, { is: "told" }]]);
    expect(waiting.map(({ id }) => id)).toEqual([2, 3, 4, 5]);
  });

  it.each(["RATE_LIMITED", "UNAVAILABLE"])(
    "go on waiting when the server says %s, for nobody has decided",
    async (code) => {
      const results = await sendTaps(store, async ({ id }) => (id === 2 ? code : null));
      expect([...results]).toEqual([[1, { is: "told" }]]);
      expect(waiting.map(({ id }) => id)).toEqual([2, 3, 4, 5]);
    },
  );

  it("don't wait for a PIN that is locked: somebody at the door has to be told", async () => {
    const results = await sendTaps(store, async ({ id }) => (id === 4 ? "PIN_LOCKED" : null));
    expect(results.get(4)).toEqual({ is: "refused", code: "PIN_LOCKED" });
    expect(waiting).toEqual([]);
  });

  it("fall with the one that they rest on; other rides go on", async () => {
    const results = await sendTaps(store, async ({ id }) => (id === 2 ? "ILLEGAL_TRANSITION" : null));
    expect([...results.entries()].filter(([, { is }]) => is === "refused").map(([id]) => id)).toEqual([2, 4]);
    expect([...results.entries()].filter(([, { is }]) => is === "told").map(([id]) => id)).toEqual([1, 3, 5]);
  });
});
