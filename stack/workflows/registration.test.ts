import { describe, expect, test } from "vitest";
import { parseRegistration, RefusedError } from "./registration.ts";

const plain = (extra: Record<string, unknown> = {}) => ({
  id: "app-fn",
  name: "fn",
  triggers: [{ event: "a/b" }],
  steps: { step: { id: "step", name: "step", runtime: { type: "http", url: "http://127.0.0.1:1/api?fnId=app-fn" } } },
  ...extra,
});
const register = (...functions: Record<string, unknown>[]) =>
  parseRegistration({ url: "http://127.0.0.1:1/api", appName: "app", sdk: "js:v4.24.0", framework: "hono", functions });
const refusal = (extra: Record<string, unknown>): string => {
  try {
    register(plain(extra));
  } catch (error) {
    if (error instanceof RefusedError) return error.message;
    throw error;
  }
  return "not refused";
};

describe("registration", () => {
  test("retries are tries after the first; four when nothing is said", () => {
    expect(register(plain()).functions[0]?.maxAttempts).toBe(5);
    const steps = { step: { runtime: { type: "http", url: "http://127.0.0.1:1/" }, retries: { attempts: 0 } } };
    expect(register(plain({ steps })).functions[0]?.maxAttempts).toBe(1);
  });

  test("times become milliseconds, and concurrency a list", () => {
    const [fn] = register(
      plain({
        debounce: { period: "1m30s", key: "event.data.a" },
        concurrency: { limit: 2, key: "event.data.city" },
        cancel: [{ event: "a/stop", if: "event.data.id == async.data.id", timeout: "1h" }],
      }),
    ).functions;
    expect(fn).toMatchObject({
      debounce: { periodMs: 90_000, key: "event.data.a", timeoutMs: null },
      concurrency: [{ limit: 2, key: "event.data.city", scope: "fn" }],
      cancel: [{ event: "a/stop", if: "event.data.id == async.data.id", timeoutMs: 3_600_000 }],
    });
  });

  test.each([
    [{ rateLimit: { limit: 1, period: "1m" } }, "function app-fn: rateLimit is not supported by the embedded engine"],
    [{ throttle: { limit: 1, period: "1m" } }, "function app-fn: throttle is not supported by the embedded engine"],
    [{ singleton: { mode: "skip" } }, "function app-fn: singleton is not supported by the embedded engine"],
    [{ priority: { run: "1" } }, "function app-fn: priority is not supported by the embedded engine"],
    [{ timeouts: { finish: "1m" } }, "function app-fn: timeouts is not supported by the embedded engine"],
    [{ fromTomorrow: 1 }, "function app-fn: fromTomorrow is not supported by the embedded engine"],
    [
      { steps: { step: { runtime: { type: "ws", url: "ws://127.0.0.1:1/" } } } },
      "function app-fn: runtime ws is not supported, only http",
    ],
    [
      { triggers: [{ event: "inngest/deferred.schedule" }] },
      "function app-fn: deferred functions are not supported by the embedded engine",
    ],
    [
      { batchEvents: { maxSize: 2, timeout: "1s" }, idempotency: "event.data.a" },
      "function app-fn: batchEvents and idempotency exclude each other",
    ],
    [
      { debounce: { period: "soon" } },
      'function app-fn: debounce.period: "soon" is not a duration such as 30s, 5m or 1h30m',
    ],
    [{ concurrency: { limit: 1, scope: "env" } }, "function app-fn: concurrency with scope env needs a key"],
    [{ triggers: [{ cron: "* * *" }] }, 'function app-fn: cron "* * *" must have five fields'],
  ])("%j is refused by name", (extra, message) => {
    expect(refusal(extra)).toBe(message);
  });

  test("an expression that does not parse, or names something else than the events, is refused", () => {
    expect(refusal({ idempotency: "event.data.a ==" })).toMatch(
      /^function app-fn: idempotency: invalid expression "event/,
    );
    expect(refusal({ concurrency: { limit: 1, key: "vent.data.a" } })).toContain("Unknown variable: vent");
    expect(refusal({ triggers: [{ cron: "61 * * * *" }] })).toContain('cron "61 * * * *"');
  });

  test("a function registered twice is refused", () => {
    expect(() => register(plain(), plain())).toThrow("function app-fn is registered twice");
  });
});
