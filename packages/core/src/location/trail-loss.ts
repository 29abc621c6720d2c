import { runScript, type RedisClient } from "../redis/index.ts";
import { keys } from "./keys.ts";
import { trailBacklogScript } from "./scripts.ts";

/**
 * How many entries of a city's trail wait, and how many the stream's bound took before any writer had written
 * them, since the stream began. The second number never falls, whoever asks.
 */
export async function noteTrailLoss(
  redis: RedisClient,
  cityId: string,
  group: string,
): Promise<{ waiting: number; lost: number }> {
  const [waiting, lost] = (await runScript(
    redis,
    trailBacklogScript,
    [keys.trail(cityId), keys.trailLost(cityId), keys.trailOrphaned(cityId)],
    [group],
  )) as [number, number];
  return { waiting, lost };
}
