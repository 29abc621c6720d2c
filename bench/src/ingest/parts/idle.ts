import { setTimeout as pause } from "node:timers/promises";
import { residentMebibytes } from "../../harness/processes.ts";
import type { Part } from "../../harness/report.ts";
import { startGenerator } from "../../load/processes.ts";
import { streamUrl } from "../ride-out.ts";
import { type RidersPlan, ridersOutcomeSchema } from "../riders/riders-plan.ts";
import type { Setting } from "../setting.ts";

const RIDERS = 10_000;
const SETTLE_MS = 5_000;

/** Riders who are connected and say nothing: what the gateway holds of them. */
export async function measureIdle({ stack, tokens, progress }: Setting): Promise<Part> {
  const before = residentMebibytes(stack.pids.gateway);
  progress.say(`${RIDERS} riders connect`);
  const riders = await startGenerator("ingest/riders/riders.ts", {
    url: streamUrl(stack),
    tokens: tokens.slice(0, RIDERS),
    around: stack.demo.city,
    pace: { kind: "idle" },
  } satisfies RidersPlan);
  await pause(SETTLE_MS);
  const after = residentMebibytes(stack.pids.gateway);
  const { closed } = ridersOutcomeSchema.parse(await riders.end());
  return {
    part: "idle",
    parameters: { riders: RIDERS },
    figures: [
      { name: "gateway's memory", value: after, unit: "MiB", aim: { atMost: 286 }, note: "286 MiB are 300 MB" },
      { name: "before they came", value: before, unit: "MiB" },
      { name: "a connection", value: ((after - before) * 1024) / RIDERS, unit: "KiB" },
      { name: "connections lost", value: closed, unit: "", aim: { atMost: 0 } },
    ],
  };
}
