import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { gather } from "./gather.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("gathered calls", () => {
  it("run at once when they are rare", () => {
    const run = vi.fn<() => void>();
    const { call } = gather(run, 500);
    call();
    expect(run).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(600);
    call();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it("run together in a rush, and the last of them is heard", () => {
    const run = vi.fn<() => void>();
    const { call } = gather(run, 500);
    for (let n = 0; n < 100; n += 1) {
      call();
      vi.advanceTimersByTime(11);
    }
    // 1.1 s: at the first call, after half a second and after a whole one.
    expect(run).toHaveBeenCalledTimes(3);
    vi.advanceTimersByTime(500);
    expect(run).toHaveBeenCalledTimes(4);
    vi.advanceTimersByTime(5_000);
    expect(run).toHaveBeenCalledTimes(4);
  });

  it("run no more once they were stopped", () => {
    const run = vi.fn<() => void>();
    const { call, stop } = gather(run, 500);
    call();
    call();
    stop();
    vi.advanceTimersByTime(5_000);
    expect(run).toHaveBeenCalledTimes(1);
  });
});
