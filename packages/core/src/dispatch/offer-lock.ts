import { OFFER_WINDOW_MS } from "@tiffin/domain/offer/answer-offer";
import { runScript, type RedisClient } from "../redis/index.ts";
import { offerKey, offerValue } from "./keys.ts";
import { releaseOfferScript } from "./scripts.ts";

/** What names a question in the lock: the order at its first door, and that order's number for it. */
export interface OfferLock {
  readonly riderId: string;
  readonly orderId: string;
  readonly seq: number;
}

/**
 * The fast half of "no rider with two offers": taken before the offer is written, released when it is answered. Losing
 * it (a flushed Redis) loses nothing but speed: the unique indexes of `offers` have the last word.
 */
export async function takeOfferLock(redis: RedisClient, { riderId, orderId, seq }: OfferLock): Promise<boolean> {
  return (await redis.set(offerKey(riderId), offerValue(orderId, seq), "PX", OFFER_WINDOW_MS, "NX")) === "OK";
}

/** True when the lock was there and held this offer. */
export async function releaseOfferLock(redis: RedisClient, { riderId, orderId, seq }: OfferLock): Promise<boolean> {
  return (await runScript(redis, releaseOfferScript, [offerKey(riderId)], [offerValue(orderId, seq)])) === 1;
}
