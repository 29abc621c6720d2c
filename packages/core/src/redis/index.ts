export { closeRedis, openBlockingRedis, openRedis, type RedisClient, type RedisClient as Redis } from "./open-redis.ts";
export { defineScript, runScript, type Script } from "./script.ts";
