/** Redis keys of this room. */
export const liveKeys = {
  /** Hash: sockets that riders were let into the order's channel with, and whose each is. */
  riderSockets: (orderId: string) => `live:order:${orderId}:riders`,
};

/** No order is carried that long, and no socket lives that long. */
export const RIDER_SOCKETS_TTL_SECONDS = 86_400;
