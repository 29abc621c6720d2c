import type { Part } from "../../harness/report.ts";
import { countTrail, lastTrailId } from "../count-trail.ts";
import { echoFloor, rideOut } from "../ride-out.ts";
import type { Setting } from "../setting.ts";

const RIDERS = 5_000;
const PER_SECOND = 25_000;
const TIMES = 5;

/** As much as a metro's rush, for a minute, one point a message; then what is in the trail is counted. */
export async function measureSustained(setting: Setting): Promise<Part> {
  const seconds = setting.seconds * TIMES;
  setting.progress.say(`${RIDERS} riders send ${PER_SECOND} points a second for ${seconds} s, one a message`);
  const cityId = setting.stack.demo.city.id;
  const from = await lastTrailId(setting.stack, cityId);
  const { outcome, ...ride } = await rideOut(setting, RIDERS, seconds, {
    pace: { kind: "steady", pointsPerSecond: PER_SECOND },
    pointsPerMessage: 1,
  });
  const kept = await countTrail(setting.stack, cityId, from);
  setting.progress.say("the same against a server that only echoes");
  const floor = await echoFloor(setting, RIDERS, setting.seconds, { kind: "steady", pointsPerSecond: PER_SECOND });
  return {
    part: "sustained",
    parameters: { riders: RIDERS, pointsPerSecond: PER_SECOND, pointsPerMessage: 1, seconds },
    figures: [
      { name: "points taken", value: ride.pointsPerSecond, unit: "/s", aim: { atLeast: PER_SECOND * 0.99 } },
      { name: "answer, P99", value: outcome.ack.p99, unit: "ms", aim: { atMost: 250 } },
      { name: "answer, P50", value: outcome.ack.p50, unit: "ms" },
      { name: "points sent", value: outcome.sent, unit: "" },
      { name: "of them not acknowledged", value: outcome.sent - outcome.accepted, unit: "", aim: { atMost: 0 } },
      { name: "acknowledged, not in the trail", value: outcome.accepted - kept, unit: "", aim: { atMost: 0 } },
      { name: "gateway CPU a point", value: ride.cpuMicrosecondsPerPoint, unit: "µs" },
      { name: "a bare WebSocket echo answers", value: floor.messagesPerSecond, unit: "/s", note: "the same, no work" },
      { name: "with a P99 of", value: floor.answerP99, unit: "ms" },
    ],
    details: { outcome, kept },
  };
}
