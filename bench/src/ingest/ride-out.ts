import { setTimeout as pause } from "node:timers/promises";
import { readMetrics } from "../harness/metrics.ts";
import { cpuSeconds, ownAndKernelSeconds } from "../harness/processes.ts";
import { serveScript, startGenerator } from "../load/processes.ts";
import { type RidersOutcome, ridersOutcomeSchema, type RidersPlan } from "./riders/riders-plan.ts";
import type { Setting } from "./setting.ts";

export interface RideOut {
  readonly outcome: RidersOutcome;
  /** Of the gateway, while it went on evenly; NaN where the system doesn't tell. */
  readonly cpuMicrosecondsPerPoint: number;
  readonly redisMicrosecondsPerPoint: number;
  /** Points a second that the gateway took, while it went on evenly. */
  readonly pointsPerSecond: number;
}

const WARM_SECONDS = 3;

/** Riders ride for so long; the processor time is that of the gateway's process, counted by the system. */
export async function rideOut(
  { stack, tokens, signal }: Setting,
  riders: number,
  seconds: number,
  plan: Pick<RidersPlan, "pace" | "pointsPerMessage">,
): Promise<RideOut> {
  const { lat, lng } = stack.demo.city;
  const generator = await startGenerator("ingest/riders/riders.ts", {
    ...plan,
    url: streamUrl(stack),
    tokens: tokens.slice(0, riders),
    around: { lat, lng },
    warmSeconds: WARM_SECONDS,
  } satisfies RidersPlan);
  const taken = async () => (await readMetrics(stack.urls.gateway)).sum("rider_points_total", { outcome: "live" });
  await pause(WARM_SECONDS * 1_000);
  const before = { points: await taken(), gateway: gatewayCpu(), redis: redisCpu(), at: performance.now() };
  await pause(seconds * 1_000, undefined, { signal }).catch(() => {});
  const points = (await taken()) - before.points;
  const elapsed = (performance.now() - before.at) / 1_000;
  const [gateway, redis] = [gatewayCpu() - before.gateway, redisCpu() - before.redis];
  const outcome = ridersOutcomeSchema.parse(await generator.end());
  signal.throwIfAborted();
  return {
    outcome,
    cpuMicrosecondsPerPoint: (gateway * 1e6) / points,
    redisMicrosecondsPerPoint: (redis * 1e6) / points,
    pointsPerSecond: points / elapsed,
  };

  function gatewayCpu(): number {
    return cpuSeconds(stack.pids.gateway);
  }
  function redisCpu(): number {
    return cpuSeconds(stack.pids.redis);
  }
}

export interface EchoFloor {
  /** Processor time of a message, and what of it the kernel took for the sockets: no library does without that. */
  readonly cpuMicroseconds: number;
  readonly kernelMicroseconds: number;
  readonly messagesPerSecond: number;
  readonly answerP99: number;
}

/** The same riders at the same pace against a server that only echoes. */
export async function echoFloor(
  { stack, tokens, signal }: Setting,
  riders: number,
  seconds: number,
  pace: RidersPlan["pace"],
): Promise<EchoFloor> {
  const server = await serveScript("bare-echo.ts", []);
  try {
    const generator = await startGenerator("ingest/riders/riders.ts", {
      url: new URL("/v1/riders/stream", server.url.replace("http", "ws")).href,
      tokens: tokens.slice(0, riders),
      around: stack.demo.city,
      pace,
    } satisfies RidersPlan);
    await pause(WARM_SECONDS * 1_000);
    const [ownBefore, kernelBefore] = ownAndKernelSeconds(server.pid);
    const at = performance.now();
    await pause(seconds * 1_000, undefined, { signal }).catch(() => {});
    const [own, kernel] = ownAndKernelSeconds(server.pid);
    const elapsed = (performance.now() - at) / 1_000;
    const outcome = ridersOutcomeSchema.parse(await generator.end());
    signal.throwIfAborted();
    const messagesPerSecond = outcome.answered / outcome.seconds;
    const perMessage = (used: number) => (used * 1e6) / (messagesPerSecond * elapsed);
    return {
      cpuMicroseconds: perMessage(own - ownBefore + kernel - kernelBefore),
      kernelMicroseconds: perMessage(kernel - kernelBefore),
      messagesPerSecond,
      answerP99: outcome.ack.p99,
    };
  } finally {
    await server.stop();
  }
}

export function streamUrl({ urls }: Setting["stack"]): string {
  return new URL("/v1/riders/stream", urls.gateway.replace("http", "ws")).href;
}
