import { z } from "zod";

/** Of Chromium's trace format: complete events, times in µs. */
const eventSchema = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  ts: z.number(),
  dur: z.number().optional(),
  /** Of the thread's own time: what it waited for the processor is not in it. */
  tdur: z.number().optional(),
  args: z.record(z.string(), z.unknown()).optional(),
});
const callSchema = z.object({
  data: z.object({ url: z.string(), lineNumber: z.number(), columnNumber: z.number() }),
});
type Event = z.infer<typeof eventSchema>;

/** Categories that {@link readFrames} needs. */
export const TRACE_CATEGORIES = ["devtools.timeline", "toplevel"];

/** What makes scripts run, from outside of them. */
const SCRIPT = new Set([
  "FireAnimationFrame",
  "FunctionCall",
  "TimerFire",
  "EvaluateScript",
  "RunMicrotasks",
  "EventDispatch",
  "HandlePostMessage",
]);
/** What the browser does with what the scripts changed. */
const DRAWING = new Set(["UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize", "Commit"]);

export interface Frames {
  /** From each frame to the next, in ms by the clock. */
  readonly gaps: readonly number[];
  /** In ms of the main thread's processor time, as what follows: other programs are not to count. The one callback that runs in every frame: what moves the marker. */
  readonly marker: readonly number[];
  /** All scripts of the main thread between a frame's beginning and the next one's: the marker, the map, React, messages. */
  readonly scripts: readonly number[];
  /** The browser's own part: style, layout, paint. Scripts that force it are in both. */
  readonly drawing: readonly number[];
}

/** @throws Error when no frame was drawn */
export function readFrames(trace: string): Frames {
  const { traceEvents } = z.object({ traceEvents: z.array(z.unknown()) }).parse(JSON.parse(trace));
  const events = traceEvents.flatMap((event) => {
    const parsed = eventSchema.safeParse(event);
    return parsed.success && parsed.data.ph === "X" ? [parsed.data] : [];
  });
  const page = events.find(({ name }) => name === "FireAnimationFrame");
  if (page === undefined) throw new Error("nothing moved on the page");
  const main = events
    .filter(({ pid, tid }) => pid === page.pid && tid === page.tid)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));

  const starts = frameStarts(main);
  const sums = (spans: readonly Event[]): number[] => {
    const milliseconds = starts.slice(1).map(() => 0);
    for (const { ts, dur = 0, tdur = dur } of spans) {
      const frame = frameAt(starts, ts);
      if (frame >= 0 && frame < milliseconds.length) milliseconds[frame]! += tdur / 1_000;
    }
    return milliseconds;
  };
  return {
    gaps: starts.slice(1).map((start, index) => (start - starts[index]!) / 1_000),
    marker: sums(mostFrequentCall(main)),
    scripts: sums(outermost(main.filter(({ name }) => SCRIPT.has(name)))),
    drawing: sums(outermost(main.filter(({ name }) => DRAWING.has(name)))),
  };
}

/** A frame's callbacks run in one task. */
function frameStarts(main: readonly Event[]): number[] {
  const starts: number[] = [];
  let end = 0;
  const tasks = outermost(main.filter(({ name }) => name.endsWith("RunTask")));
  let next = 0;
  for (const { name, ts } of main) {
    if (name !== "FireAnimationFrame" || ts < end) continue;
    while (next < tasks.length && tasks[next]!.ts + (tasks[next]!.dur ?? 0) < ts) next += 1;
    const task = tasks[next];
    starts.push(ts);
    end = task === undefined ? ts : task.ts + (task.dur ?? 0);
  }
  return starts;
}

function frameAt(starts: readonly number[], ts: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= ts) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Without those that lie in another one; `events` by their beginning. */
function outermost(events: readonly Event[]): Event[] {
  let end = Number.NEGATIVE_INFINITY;
  return events.filter(({ ts, dur = 0 }) => {
    if (ts < end) return false;
    end = ts + dur;
    return true;
  });
}

function mostFrequentCall(main: readonly Event[]): Event[] {
  const calls = new Map<string, Event[]>();
  let frameEnd = 0;
  for (const event of main) {
    if (event.name === "FireAnimationFrame") frameEnd = event.ts + (event.dur ?? 0);
    if (event.name !== "FunctionCall" || event.ts >= frameEnd) continue;
    const parsed = callSchema.safeParse(event.args);
    if (!parsed.success) continue;
    const { url, lineNumber, columnNumber } = parsed.data.data;
    const place = `${url}:${lineNumber}:${columnNumber}`;
    calls.set(place, [...(calls.get(place) ?? []), event]);
  }
  return [...calls.values()].sort((a, b) => b.length - a.length)[0] ?? [];
}
