export { keysBySlot, runEach, runScript, sendTogether, settleTogether, type KeyedCommand } from "./batch.ts";
export { closeRedis, openBlockingRedis, openRedis, type RedisClient, type RedisClient as Redis } from "./open-redis.ts";
export { defineScript, type Script } from "./script.ts";
