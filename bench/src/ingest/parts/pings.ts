import type { Part } from "../../harness/report.ts";
import { echoFloor, rideOut } from "../ride-out.ts";
import type { Setting } from "../setting.ts";

const RIDERS = 5_000;
const PER_SECOND = 5_000;

/** A city's riders, one point a second each and one point a message: what one costs the gateway. */
export async function measurePings(setting: Setting): Promise<Part> {
  setting.progress.say(`${RIDERS} riders send ${PER_SECOND} points a second, one a message`);
  const pace = { kind: "steady", pointsPerSecond: PER_SECOND } as const;
  const { outcome, ...ride } = await rideOut(setting, RIDERS, setting.seconds, {
    pace,
    pointsPerMessage: 1,
  });
  setting.progress.say("the same against a server that only echoes");
  const floor = await echoFloor(setting, RIDERS, setting.seconds, pace);
  return {
    part: "pings",
    parameters: { riders: RIDERS, pointsPerSecond: PER_SECOND, pointsPerMessage: 1, seconds: setting.seconds },
    figures: [
      { name: "gateway CPU a point", value: ride.cpuMicrosecondsPerPoint, unit: "µs", aim: { atMost: 20 } },
      {
        name: "a bare WebSocket echo",
        value: floor.cpuMicroseconds,
        unit: "µs",
        note: "the same messages, the same library, no work",
      },
      {
        name: "of it in the kernel",
        value: floor.kernelMicroseconds,
        unit: "µs",
        note: "a read and a write a message",
      },
      { name: "what the gateway adds", value: ride.cpuMicrosecondsPerPoint - floor.cpuMicroseconds, unit: "µs" },
      { name: "Redis CPU a point", value: ride.redisMicrosecondsPerPoint, unit: "µs" },
      { name: "points taken", value: ride.pointsPerSecond, unit: "/s" },
      { name: "answer, P50", value: outcome.ack.p50, unit: "ms" },
      { name: "answer, P99", value: outcome.ack.p99, unit: "ms" },
      { name: "points not taken", value: outcome.sent - outcome.accepted, unit: "", aim: { atMost: 0 } },
    ],
    details: { outcome },
  };
}
