import { describe, expect, it } from "vitest";
import { Faults, parseFaultKind } from "./faults.ts";
import type { StoredEvent } from "./store.ts";
import { afterAttempt, signWebhook } from "./webhooks.ts";

const now = new Date("2026-01-01T12:00:00Z");
const event = { id: "evt_1", createdAt: now.toISOString(), owed: 1, attempts: 0, outcome: "waiting" } as StoredEvent;

describe("webhooks", () => {
  it("are signed over their time and body", () => {
    // echo -n '1700000000.{}' | openssl dgst -sha256 -hmac secret
    expect(signWebhook("secret", "{}", new Date(1_700_000_000_500))).toBe(
      "t=1700000000,v1=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163",
    );
    expect(signWebhook("secret", "{}", now)).not.toBe(signWebhook("other", "{}", now));
  });

  it("are tried again after doubling waits, and given up after a day", () => {
    const waits: number[] = [];
    let next = event;
    for (let turn = 0; turn < 10; turn += 1) {
      next = afterAttempt(next, false, now, () => 0);
      waits.push(Date.parse(next.nextAttemptAt) - now.getTime());
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    const nextDay = new Date(now.getTime() + 25 * 3_600_000);
    expect(afterAttempt(next, false, nextDay)).toMatchObject({ owed: 0, outcome: "given_up" });
  });

  it("that are owed twice are not done after the first", () => {
    const first = afterAttempt({ ...event, owed: 2 }, true, now);
    expect(first).toMatchObject({ owed: 1, outcome: "waiting" });
    expect(afterAttempt(first, true, now)).toMatchObject({ owed: 0, outcome: "delivered" });
  });
});

describe("faults", () => {
  it("are read from their names", () => {
    expect(parseFaultKind("latency:250")).toEqual({ kind: "latency", ms: 250 });
    expect(parseFaultKind("error")).toEqual({ kind: "error", ms: 0 });
    for (const wrong of ["latency", "latency:", "latency:-1", "latency:1e9", "error:5", "flood", "", "latency:1:2"])
      expect(parseFaultKind(wrong)).toBeNull();
  });

  it("strike as often as they were told", () => {
    const faults = new Faults(() => 0.5);
    faults.set({ kind: "error", ms: 0, rate: 1, times: 2 });
    faults.set({ kind: "latency", ms: 5, rate: 0.4, times: null });
    expect([1, 2, 3].map(() => faults.strikes("error") !== null)).toEqual([true, true, false]);
    expect(faults.strikes("latency")).toBeNull();
    faults.set({ kind: "latency", ms: 5, rate: 0.6, times: null });
    expect(faults.strikes("latency")).toMatchObject({ ms: 5 });
    faults.clear();
    expect(faults.list()).toEqual([]);
  });
});
