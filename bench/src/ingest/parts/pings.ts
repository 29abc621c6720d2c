import type { Part } from "../../harness/report.ts";
import { rideOut } from "../ride-out.ts";
import type { Setting } from "../setting.ts";

const RIDERS = 5_000;
const PER_SECOND = 5_000;

/** A city's riders, one point a second each and one point a message: what one costs the gateway. */
export async function measurePings(setting: Setting): Promise<Part> {
  setting.progress.say(`${RIDERS} riders send ${PER_SECOND} points a second, one a message`);
  const { outcome, ...ride } = await rideOut(setting, RIDERS, setting.seconds, {
    pace: { kind: "steady", pointsPerSecond: PER_SECOND },
    pointsPerMessage: 1,
  });
  return {
    part: "pings",
    parameters: { riders: RIDERS, pointsPerSecond: PER_SECOND, pointsPerMessage: 1, seconds: setting.seconds },
    figures: [
      { name: "gateway CPU a point", value: ride.cpuMicrosecondsPerPoint, unit: "µs", aim: { atMost: 20 } },
      { name: "Redis CPU a point", value: ride.redisMicrosecondsPerPoint, unit: "µs" },
      { name: "points taken", value: ride.pointsPerSecond, unit: "/s" },
      { name: "answer, P50", value: outcome.ack.p50, unit: "ms" },
      { name: "answer, P99", value: outcome.ack.p99, unit: "ms" },
      { name: "points not taken", value: outcome.sent - outcome.accepted, unit: "", aim: { atMost: 0 } },
    ],
    details: { outcome },
  };
}
