import { expect, test } from "vitest";
import { parseMetrics } from "./metrics.ts";

const metrics = parseMetrics(`# HELP asked_total Questions
# TYPE asked_total counter
asked_total{call="search",outcome="ok"} 7
asked_total{call="search",outcome="error"} 1
asked_total{call="suggest",outcome="ok"} 3
# TYPE never_total counter
resident_bytes 1.5e+08
`);

test("counters are summed over the labels that were not asked for", () => {
  expect(metrics.sum("asked_total")).toBe(11);
  expect(metrics.sum("asked_total", { call: "search" })).toBe(8);
  expect(metrics.sum("asked_total", { call: "search", outcome: "ok" })).toBe(7);
  expect(metrics.sum("resident_bytes")).toBe(150_000_000);
});

test("a counter that nothing was counted on yet is there, and zero", () => {
  expect(metrics.has("never_total")).toBe(true);
  expect(metrics.sum("never_total")).toBe(0);
  expect(metrics.has("unknown_total")).toBe(false);
});
