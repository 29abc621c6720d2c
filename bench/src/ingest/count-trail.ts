import { Redis } from "ioredis";
import type { BenchStack } from "../harness/stack.ts";

const ENTRIES_AT_ONCE = 200;
const streamOf = (cityId: string) => `{city:${cityId}}:trail`;

/** Of the newest entry of a city's trail. */
export async function lastTrailId({ urls }: Pick<BenchStack, "urls">, cityId: string): Promise<string> {
  const redis = new Redis(urls.redis);
  try {
    const [newest] = await redis.xrevrange(streamOf(cityId), "+", "-", "COUNT", 1);
    return newest?.[0] ?? "0-0";
  } finally {
    redis.disconnect();
  }
}

/** Points in a city's trail after that entry: what was read from it stays there until the stream's bound takes it. */
export async function countTrail({ urls }: Pick<BenchStack, "urls">, cityId: string, after: string): Promise<number> {
  const redis = new Redis(urls.redis);
  let from = after;
  let points = 0;
  try {
    for (;;) {
      const entries = await redis.xrange(streamOf(cityId), `(${from}`, "+", "COUNT", ENTRIES_AT_ONCE);
      for (const [id, [, text = "[]"]] of entries) {
        points += (JSON.parse(text) as unknown[]).length;
        from = id;
      }
      if (entries.length < ENTRIES_AT_ONCE) return points;
    }
  } finally {
    redis.disconnect();
  }
}
