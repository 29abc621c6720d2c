import { seededRandom } from "@tiffin/db/seed/random";
import { readMetrics } from "../../harness/metrics.ts";
import { residentMebibytes } from "../../harness/processes.ts";
import type { Part } from "../../harness/report.ts";
import { median } from "../../harness/statistics.ts";
import { httpClient, okay } from "../../harness/http.ts";
import { Questions } from "../queries.ts";
import { inTurn, type Setting } from "../setting.ts";

const CLIENTS = 16;
const HOT = 400;
/** Of a hundred searches so many were never asked before, and come from somewhere else. */
const COLD_PER_CENT = 4;
const STEP = 10_000;
/** Growth that is none: caches fill up, the collector takes its time. */
const FLAT_MEBIBYTES = 10;

/** Whether a gateway that has answered so many searches is larger than one that has answered few. */
export async function measureMemory(setting: Setting, searches: number): Promise<Part> {
  const { stack, progress, cities } = setting;
  const random = seededRandom(21);
  // A few places: what is measured is the gateway, not the index.
  const questions = new Questions(cities.slice(-3), random);
  const hot = Array.from({ length: HOT }, () => questions.search().path);
  const client = httpClient(stack.urls.gateway, CLIENTS);
  const token = inTurn(setting.tokens);
  const samples = [await sample(stack.urls.gateway, stack.pids.gateway, 0)];
  let done = 0;
  try {
    while (done < searches) {
      const step = Math.min(STEP, searches - done);
      let left = step;
      await Promise.all(
        Array.from({ length: CLIENTS }, async () => {
          while (left-- > 0) {
            const path = random.int(1, 100) <= COLD_PER_CENT ? questions.search().path : random.pick(hot);
            okay(await client.get(path, token()), path);
          }
        }),
      );
      done += step;
      samples.push(await sample(stack.urls.gateway, stack.pids.gateway, done));
      progress.count("searches for the memory figure", done, searches);
    }
  } finally {
    client.close();
  }
  const third = Math.floor(samples.length / 3);
  const resident = (list: typeof samples) => median(list.map((one) => one.residentMebibytes));
  const heap = (list: typeof samples) => Math.round(median(list.map((one) => one.heapMebibytes)));
  // Garbage waits for the collector: what is really held is what is left right after it ran.
  const live = (list: typeof samples) => Math.min(...list.map((one) => one.heapMebibytes));
  const [middle, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
  return {
    part: "memory of the gateway",
    parameters: { searches, hot: HOT, coldPercent: COLD_PER_CENT, users: setting.tokens.length, clients: CLIENTS },
    figures: [
      { name: "resident at first", value: samples[0]!.residentMebibytes, unit: "MiB" },
      { name: "resident in the middle third", value: resident(middle), unit: "MiB", note: `heap ${heap(middle)} MiB` },
      { name: "resident in the last third", value: resident(last), unit: "MiB", note: `heap ${heap(last)} MiB` },
      {
        name: "held after collections, middle third",
        value: live(middle),
        unit: "MiB",
        note: `${Math.round(live(last))} MiB in the last third`,
      },
      {
        name: "growth from the middle to the last third",
        value: resident(last) - resident(middle),
        unit: "MiB",
        aim: { atMost: Math.max(FLAT_MEBIBYTES, Math.round(resident(middle) * 0.05)) },
        note: `medians over ${searches.toLocaleString("en")} searches`,
      },
    ],
    details: { samples },
  };
}

async function sample(gatewayUrl: string, pid: number, searches: number) {
  const metrics = await readMetrics(gatewayUrl);
  return {
    searches,
    residentMebibytes: residentMebibytes(pid) || metrics.sum("process_resident_memory_bytes") / 2 ** 20,
    heapMebibytes: metrics.sum("nodejs_heap_size_used_bytes") / 2 ** 20,
  };
}
