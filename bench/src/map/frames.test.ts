import { expect, it } from "vitest";
import { readFrames } from "./frames.ts";

const at = (name: string, ts: number, dur: number, more: object = {}) => ({
  name,
  ph: "X",
  pid: 1,
  tid: 1,
  ts,
  dur,
  ...more,
});
const call = (column: number, ts: number, dur: number) =>
  at("FunctionCall", ts, dur, { args: { data: { url: "map.js", lineNumber: 1, columnNumber: column } } });

it("tells the marker's callback, all scripts and the browser's own part of each frame apart", () => {
  const traceEvents = [
    { name: "thread_name", ph: "M" },
    // Two callbacks in one task are one frame; the second is the map's, which is not drawn in every frame.
    at("ThreadControllerImpl::RunTask", 0, 9_000),
    at("FireAnimationFrame", 1_000, 2_000),
    call(7, 1_100, 1_800),
    at("FireAnimationFrame", 3_000, 4_000),
    call(99, 3_100, 3_800),
    at("Layout", 8_000, 500),
    // A message between two frames, whose function is counted once.
    at("ThreadControllerImpl::RunTask", 10_000, 2_000),
    at("EventDispatch", 10_500, 1_000),
    call(5, 10_600, 800),
    at("ThreadControllerImpl::RunTask", 16_000, 4_000),
    at("FireAnimationFrame", 17_000, 3_000, { tdur: 1_000 }),
    { ...call(7, 17_100, 2_000), tdur: 500 },
    at("ThreadControllerImpl::RunTask", 33_000, 4_000),
    at("FireAnimationFrame", 34_000, 1_000),
    call(7, 34_100, 900),
    // Another thread's frames are not the page's.
    { ...at("FireAnimationFrame", 34_500, 9_000), tid: 2 },
  ];
  expect(readFrames(JSON.stringify({ traceEvents }))).toEqual({
    gaps: [16, 17],
    marker: [1.8, 0.5],
    scripts: [7, 1],
    drawing: [0.5, 0],
  });
});

it("says that nothing moved", () => {
  expect(() => readFrames(JSON.stringify({ traceEvents: [] }))).toThrow("nothing moved");
});
