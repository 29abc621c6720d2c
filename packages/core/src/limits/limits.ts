import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { DomainError } from "@tiffin/domain/errors";
import type { RedisClient } from "../redis/index.ts";

/**
 * How much of what in how many seconds. A shared address (a campus, a phone network, one machine full of bots) must not
 * starve, so the limits by address are wide; those by phone and by user are the tight ones.
 */
export const LIMITS = {
  /** Codes cost money and annoy: few for a phone. */
  otpPerPhone: { points: 5, seconds: 600 },
  otpPerAddress: { points: 60, seconds: 600 },
  /** Demo accounts have a fixed code and no message is sent; many people may try the same one. */
  otpPerDemoPhone: { points: 40, seconds: 60 },
  /** Beside the five attempts that each code allows. */
  tokenPerPhone: { points: 30, seconds: 600 },
  tokenPerDemoPhone: { points: 60, seconds: 60 },
  tokenPerAddress: { points: 200, seconds: 600 },
  refreshPerAddress: { points: 1_200, seconds: 600 },
  /** Everything else: so many and so often that a gateway takes them from Redis by the handful. */
  callsPerUser: { points: 1_800, seconds: 60, handful: 20 },
  callsPerAddress: { points: 3_000, seconds: 60, handful: 20 },
} as const satisfies Record<string, Limit>;

interface Limit {
  readonly points: number;
  readonly seconds: number;
  /** Divides `points`. What a gateway took and did not need is lost to the others until the window ends. */
  readonly handful?: number;
}

const KEYS_IN_HAND = 20_000;

export type LimitKind = keyof typeof LIMITS;

export interface Limits {
  /** @throws DomainError RATE_LIMITED with the seconds after which it makes sense to try again. */
  consume(kind: LimitKind, key: string): Promise<void>;
}

export interface LimitServices {
  readonly limits: Limits;
}

/** Counts in Redis, for all gateways together; in this process alone while Redis is away. */
export function createLimits(redis: RedisClient): Limits {
  const limiters = new Map(
    Object.entries<Limit>(LIMITS).map(([kind, { points, seconds }]) => [
      kind,
      new RateLimiterRedis({
        storeClient: redis,
        keyPrefix: `rl:${kind}`,
        points,
        duration: seconds,
        rejectIfRedisNotReady: true,
        // Whoever is over the limit is refused from memory until the window ends: a flood doesn't reach Redis.
        inMemoryBlockOnConsumed: points + 1,
        insuranceLimiter: new RateLimiterMemory({ points, duration: seconds }),
      }),
    ]),
  );
  const inHand = new LRUCache<string, { left: number }>({ max: KEYS_IN_HAND });

  const reaching = new Map<string, Promise<void>>();

  async function take(kind: LimitKind, key: string): Promise<void> {
    const { handful }: Limit = LIMITS[kind];
    if (handful === undefined) {
      await limiters.get(kind)?.consume(fingerprint(key));
      return;
    }
    const name = `${kind} ${key}`;
    for (;;) {
      const held = inHand.get(name);
      if (held !== undefined && held.left > 0) {
        held.left -= 1;
        return;
      }
      // Many calls of one caller at once wait for one handful; else each would take one and waste it.
      let reach = reaching.get(name);
      if (reach === undefined) {
        reach = reachFor(kind, key, handful, name).finally(() => reaching.delete(name));
        reaching.set(name, reach);
      }
      await reach;
    }
  }

  async function reachFor(kind: LimitKind, key: string, handful: number, name: string): Promise<void> {
    const taken = await limiters.get(kind)?.consume(fingerprint(key), handful);
    inHand.set(name, { left: handful }, { ttl: Math.max(1, taken?.msBeforeNext ?? 1) });
  }

  return {
    async consume(kind, key) {
      try {
        await take(kind, key);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        throw new DomainError("RATE_LIMITED", `Too many requests. Try again in ${seconds} s.`, {
          retryAfterSeconds: seconds,
        });
      }
    },
  };
}

/** For load tests (TIFFIN_RELAXED_LIMITS=1). */
export const noLimits: Limits = { consume: () => Promise.resolve() };

/** Phone numbers and addresses of people don't lie about in Redis in clear. */
function fingerprint(key: string): string {
  return createHash("sha256").update(key).digest("base64url").slice(0, 22);
}
