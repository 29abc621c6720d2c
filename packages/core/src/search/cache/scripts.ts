import { defineScript } from "../../redis/index.ts";

/** Lets go of a lock, unless it ran out and is somebody else's by now. */
export const releaseLockScript = defineScript(`
  if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
  return 0
`);
