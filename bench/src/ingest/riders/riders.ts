import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { type Fleet, openFleet } from "./fleet.ts";
import { type RidersOutcome, ridersPlanSchema } from "./riders-plan.ts";

const TICK_MS = 4;
/** How long the last answers are waited for. */
const PATIENCE_MS = 15_000;

// Riders' phones in a process of their own: reads a plan from the first line of stdin, prints `ready` once all are
// connected, sends until stdin ends, and prints what came back.
async function main(): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  const ended = once(lines, "close");
  const [line] = (await once(lines, "line")) as [string];
  const plan = ridersPlanSchema.parse(JSON.parse(line));
  const fleet = await openFleet(plan.url, plan.tokens, plan.around);
  const counting = setTimeout(() => fleet.beginCounting(), plan.warmSeconds * 1_000);
  process.stdout.write("ready\n");
  const startedAt = performance.now();
  const stop = sendAt(fleet, plan.pace, plan.pointsPerMessage);
  await ended;
  stop();
  const seconds = (performance.now() - startedAt) / 1_000;
  clearTimeout(counting);
  const until = performance.now() + PATIENCE_MS;
  while (fleet.unanswered > 0 && performance.now() < until) await pause(20);
  process.stdout.write(`${JSON.stringify({ seconds, ...fleet.outcome() } satisfies RidersOutcome)}\n`);
  fleet.close();
  process.exit(0);
}

type Pace = ReturnType<typeof ridersPlanSchema.parse>["pace"];

/** Begins to send; answers how to stop it. */
function sendAt(fleet: Fleet, pace: Pace, points: number): () => void {
  if (pace.kind === "idle") return () => {};
  if (pace.kind === "answered") {
    fleet.onAnswer = (phone) => fleet.send(phone, points);
    for (let phone = 0; phone < fleet.size; phone += 1) fleet.send(phone, points);
    return () => {
      fleet.onAnswer = null;
    };
  }
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    // Everybody in turn, so that each has the same time between two messages.
    const due = Math.floor((((performance.now() - startedAt) / 1_000) * pace.pointsPerSecond) / points);
    for (; sent < due; sent += 1) fleet.send(sent % fleet.size, points);
  }, TICK_MS);
  return () => clearInterval(timer);
}

await main();
