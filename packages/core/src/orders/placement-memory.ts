import { randomUUID } from "node:crypto";
import { z } from "zod";
import { defineScript, runScript, type RedisClient } from "../redis/index.ts";
import { orderKeys } from "./keys.ts";

/** Longer than a gateway may keep us waiting; whoever crashed is followed after this. */
export const LEASE_MS = 12_000;
const REMEMBER_SECONDS = 24 * 3_600;

const entrySchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("busy"), fingerprint: z.string(), token: z.string() }),
  z.object({ state: z.literal("done"), fingerprint: z.string(), orderId: z.string() }),
]);
type Entry = z.infer<typeof entrySchema>;

export type Claim =
  /** Nobody else works on it now. `finish` remembers the order; `release` lets the next one try. */
  | { readonly kind: "mine"; finish(orderId: string): Promise<void>; release(): Promise<void> }
  | { readonly kind: "busy"; readonly fingerprint: string }
  | { readonly kind: "done"; readonly fingerprint: string; readonly orderId: string }
  /** Redis is away: Postgres alone decides. */
  | { readonly kind: "unavailable" };

/** Only the one who holds the lease may replace or drop it. */
const replaceIfMine = defineScript(`
local entry = redis.call("GET", KEYS[1])
if entry ~= ARGV[1] then return 0 end
if ARGV[2] == "" then return redis.call("DEL", KEYS[1]) end
redis.call("SET", KEYS[1], ARGV[2], "EX", ARGV[3])
return 1`);

/**
 * Claims a placement. A fast memory in front of Postgres, whose unique index has the last word: losing all of it costs
 * time, never a second order.
 */
export async function claimPlacement(
  redis: RedisClient,
  customerId: string,
  idempotencyKey: string,
  fingerprint: string,
): Promise<Claim> {
  const key = orderKeys.idempotency(customerId, idempotencyKey);
  const mine = JSON.stringify({ state: "busy", fingerprint, token: randomUUID() } satisfies Entry);
  try {
    // The old value, or null when ours was set.
    const entry = await redis.set(key, mine, "PX", LEASE_MS, "NX", "GET");
    if (entry !== null) {
      const parsed = entrySchema.safeParse(JSON.parse(entry));
      if (!parsed.success) return { kind: "unavailable" };
      return parsed.data.state === "busy"
        ? { kind: "busy", fingerprint: parsed.data.fingerprint }
        : { kind: "done", fingerprint: parsed.data.fingerprint, orderId: parsed.data.orderId };
    }
  } catch {
    return { kind: "unavailable" };
  }
  const replace = async (by: Entry | null) => {
    const value = by === null ? "" : JSON.stringify(by);
    // Forgetting is harmless: the lease runs out by itself.
    await runScript(redis, replaceIfMine, [key], [mine, value, REMEMBER_SECONDS]).catch(() => undefined);
  };
  return {
    kind: "mine",
    finish: (orderId) => replace({ state: "done", fingerprint, orderId }),
    release: () => replace(null),
  };
}
