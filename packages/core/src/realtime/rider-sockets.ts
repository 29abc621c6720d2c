import type { RedisClient } from "../redis/index.ts";
import { liveKeys, RIDER_SOCKETS_TTL_SECONDS } from "./keys.ts";
import type { Realtime } from "./pusher-client.ts";

/** A rider is being let into an order's channel. To be called before the signature is handed out. */
export async function rememberRiderSocket(
  redis: RedisClient,
  { orderId, riderId, socketId }: { readonly orderId: string; readonly riderId: string; readonly socketId: string },
): Promise<void> {
  const key = liveKeys.riderSockets(orderId);
  await redis.multi().hset(key, socketId, riderId).expire(key, RIDER_SOCKETS_TTL_SECONDS).exec();
}

/**
 * A rider no longer carries an order: whatever they listen to its channel with is disconnected, since the protocol knows no
 * way to end one subscription of somebody else's socket. Their client comes back and is let into what is still theirs.
 * A signature that was not used yet is worth nothing with it, for it holds for that socket alone.
 *
 * @throws DomainError UNAVAILABLE: nothing is forgotten then, and it can be called again.
 */
export async function endRiderSockets(
  { redis, realtime }: { readonly redis: RedisClient; readonly realtime: Pick<Realtime, "endSocket"> },
  { orderId, riderId }: { readonly orderId: string; readonly riderId: string },
): Promise<number> {
  const key = liveKeys.riderSockets(orderId);
  const sockets = Object.entries(await redis.hgetall(key)).flatMap(([socketId, of]) =>
    of === riderId ? socketId : [],
  );
  for (const socketId of sockets) {
    await realtime.endSocket(socketId);
    await redis.hdel(key, socketId);
  }
  return sockets.length;
}
