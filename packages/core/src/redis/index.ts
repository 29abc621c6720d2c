export { closeRedis, openBlockingRedis, openRedis, type RedisClient } from "./open-redis.ts";
export { defineScript, runScript, type Script } from "./script.ts";
