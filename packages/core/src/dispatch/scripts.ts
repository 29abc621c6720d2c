import { defineScript } from "../redis/index.ts";

/**
 * Deletes the lock only while it holds this very offer: an answer that comes late must not free the lock of the next
 * offer. 1 when it was deleted, else 0.
 */
export const releaseOfferScript = defineScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
`);
