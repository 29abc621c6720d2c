import { z } from "zod";
import type { Part } from "../../harness/report.ts";
import { askScript } from "../../load/processes.ts";
import { rideOut } from "../ride-out.ts";
import type { Setting } from "../setting.ts";

const RIDERS = 2_000;
const POINTS = 10;
const RAW_BATCH = 50;

/** As fast as it goes, with several points a message as phones send them after a gap, beside bare GEOADD and XADD. */
export async function measureShare(setting: Setting): Promise<Part> {
  const { stack, seconds, progress } = setting;
  progress.say(`bare GEOADD and XADD in batches of ${RAW_BATCH} for ${seconds} s`);
  const raw = z
    .object({ rate: z.number() })
    .parse(
      await askScript("ingest/raw-redis.ts", { url: stack.urls.redis, seconds, batch: RAW_BATCH, riders: RIDERS }),
    );
  progress.say(`${RIDERS} riders send ${POINTS} points a message as soon as the last one is answered`);
  const { outcome, ...ride } = await rideOut(setting, RIDERS, seconds, {
    pace: { kind: "answered" },
    pointsPerMessage: POINTS,
  });
  return {
    part: "share",
    parameters: { riders: RIDERS, pointsPerMessage: POINTS, rawBatch: RAW_BATCH, seconds },
    figures: [
      { name: "bare GEOADD+XADD", value: raw.rate, unit: "points/s" },
      { name: "points taken", value: ride.pointsPerSecond, unit: "/s" },
      {
        name: "as a share of the bare commands",
        value: (100 * ride.pointsPerSecond) / raw.rate,
        unit: "%",
        aim: { atLeast: 25 },
      },
      { name: "gateway CPU a point", value: ride.cpuMicrosecondsPerPoint, unit: "µs" },
      { name: "answer, P99", value: outcome.ack.p99, unit: "ms" },
    ],
    details: { outcome },
  };
}
