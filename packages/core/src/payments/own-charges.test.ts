import { expect, it } from "vitest";
import type { Database } from "@tiffin/db/client";
import { askingFor, ownCharge, type RecordedCharge } from "./own-charges.ts";

// Only who it is matters here: nothing is asked of it.
const database = () => ({}) as Database;
const authorised: RecordedCharge = { providerReference: "ch_1", status: "AUTHORIZED", captured: 0, refunded: 0 };

it("knows what came of a charge, and waits for it while the gateway is being asked", async () => {
  const db = database();
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const placed = askingFor(db, "key", async (recorded) => {
    await answered;
    recorded(authorised);
    return "placed";
  });
  const seen: unknown[] = [];
  const waiting = ownCharge(db, "key")?.then((charge) => seen.push(charge));
  await Promise.resolve();
  expect(seen).toEqual([]);
  answer();
  expect(await placed).toBe("placed");
  await waiting;
  expect(seen).toEqual([authorised]);
  expect(await ownCharge(db, "key")).toEqual(authorised);
});

it("knows nothing of a charge that failed, that somebody else asked for, or that has no key", async () => {
  const db = database();
  await expect(askingFor(db, "key", () => Promise.reject(new Error("no answer")))).rejects.toThrow("no answer");
  expect(await ownCharge(db, "key")).toBeNull();
  expect(ownCharge(database(), "key")).toBeNull();
  expect(ownCharge(db, "another")).toBeNull();
  expect(ownCharge(db, null)).toBeNull();
});
