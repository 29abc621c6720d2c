import { beforeEach, describe, expect, it, vi } from "vitest";

const load = async () => {
  vi.resetModules();
  return import("./server-clock.ts");
};
const header = (time: number) => new Date(time).toUTCString();

describe("the server's clock", () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-11-22T20:00:00.250Z") }));

  it("is this device's until an answer tells otherwise", async () => {
    const { observeServerDate, serverNow } = await load();
    const now = Date.now();
    observeServerDate(header(now), now - 40, now);
    expect(serverNow()).toBe(now);
    observeServerDate(null, now - 40, now);
    expect(serverNow()).toBe(now);
  });

  it("corrects a phone that is minutes wrong to within a second", async () => {
    const { observeServerDate, serverNow } = await load();
    const now = Date.now();
    observeServerDate(header(now + 120_000), now - 60, now);
    expect(Math.abs(serverNow() - (now + 120_000))).toBeLessThan(1_000);
  });

  it("believes quick answers over slow ones", async () => {
    const { observeServerDate, serverNow } = await load();
    const now = Date.now();
    observeServerDate(header(now + 120_000), now - 20, now);
    const known = serverNow();
    observeServerDate(header(now + 120_000), now - 1_500, now);
    expect(serverNow()).toBe(known);
  });

  it("ignores a date that is none", async () => {
    const { observeServerDate, serverNow } = await load();
    const now = Date.now();
    observeServerDate("yesterday", now - 20, now);
    expect(serverNow()).toBe(now);
  });
});
