import { defineScript } from "../redis/index.ts";

/**
 * Removes members of the seen set that are older than ARGV[1] from it and from the map, in one go: between a read and a
 * removal a rider could ping again and would vanish although just heard of.
 */
export const sweepSilentScript = defineScript(`
local silent = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[1], 'LIMIT', 0, 1000)
if #silent > 0 then
  redis.call('ZREM', KEYS[1], unpack(silent))
  redis.call('ZREM', KEYS[2], unpack(silent))
end
return silent
`);
