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

/**
 * A trail's backlog, and what was lost of it: {waiting, lost} entries. Redis counts what was ever added and what the
 * group ever read; what was trimmed is added - length, and all that was trimmed beyond what was read is gone unread. The
 * difference shrinks again while the group catches up, so the highest one is kept (KEYS[2]).
 */
export const trailBacklogScript = defineScript(`
local function fields(list)
  local map = {}
  for i = 1, #list, 2 do map[list[i]] = list[i + 1] end
  return map
end
local stream = fields(redis.call('XINFO', 'STREAM', KEYS[1]))
local lost = tonumber(redis.call('GET', KEYS[2]) or '0')
for _, entry in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = fields(entry)
  if group['name'] == ARGV[1] then
    local read = tonumber(group['entries-read'])
    if read == nil then return {stream['length'], lost} end
    local unread = stream['entries-added'] - stream['length'] - read
    if unread > lost then
      lost = unread
      redis.call('SET', KEYS[2], lost)
    end
    return {math.min(stream['length'], math.max(0, stream['entries-added'] - read - lost)), lost}
  end
end
return {stream['length'], lost}
`);
