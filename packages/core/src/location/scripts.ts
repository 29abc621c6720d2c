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
 * difference shrinks again while the group catches up, so the highest one is kept (KEYS[2]). What a writer had read and
 * died with is counted by whoever finds it gone (KEYS[3]).
 */
export const trailBacklogScript = defineScript(`
local function fields(list)
  local map = {}
  for i = 1, #list, 2 do map[list[i]] = list[i + 1] end
  return map
end
local stream = fields(redis.call('XINFO', 'STREAM', KEYS[1]))
local lost = tonumber(redis.call('GET', KEYS[2]) or '0')
local orphaned = tonumber(redis.call('GET', KEYS[3]) or '0')
for _, entry in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = fields(entry)
  if group['name'] == ARGV[1] then
    local read = tonumber(group['entries-read'])
    -- Of a group that never read Redis does not know that it read nothing.
    if read == nil and group['last-delivered-id'] == '0-0' then read = 0 end
    if read == nil then return {stream['length'], lost + orphaned} end
    local unread = stream['entries-added'] - stream['length'] - read
    if unread > lost then
      lost = unread
      redis.call('SET', KEYS[2], lost)
    end
    return {math.min(stream['length'], math.max(0, stream['entries-added'] - read - lost)), lost + orphaned}
  end
end
return {stream['length'], lost + orphaned}
`);

/**
 * KEYS are riders, ARGV the value of \`v\` that is remembered of each. Answers \`{key, city, online, rides, pos, session, v}\`
 * of those that somebody else changed meanwhile: for nearly all riders of a batch there is nothing to read and to send.
 */
export const changedRidersScript = defineScript(`
local changed = {}
for i, key in ipairs(KEYS) do
  local v = redis.call('HGET', key, 'v')
  if not v or v ~= ARGV[i] then
    local fields = redis.call('HMGET', key, 'city', 'online', 'rides', 'pos', 'session', 'v')
    table.insert(fields, 1, key)
    changed[#changed + 1] = fields
  end
end
return changed
`);

/**
 * KEYS are riders, ARGV[1] the new \`v\`, then for each rider the remembered \`v\`, the position, the session and the seconds
 * to live (0: as it is). \`v\` moves on only where it is the remembered one: what somebody changed between reading and
 * writing must still be seen as changed. Answers the keys of those.
 */
export const writeRidersScript = defineScript(`
local raced = {}
for i, key in ipairs(KEYS) do
  local at = 4 * i - 2
  if (redis.call('HGET', key, 'v') or '') == ARGV[at] then
    redis.call('HSET', key, 'pos', ARGV[at + 1], 'session', ARGV[at + 2], 'v', ARGV[1])
  else
    redis.call('HSET', key, 'pos', ARGV[at + 1])
    raced[#raced + 1] = key
  end
  if ARGV[at + 3] ~= '0' then redis.call('EXPIRE', key, ARGV[at + 3]) end
end
return raced
`);

/**
 * KEYS are riders, ARGV the seconds to live, then for each rider the \`v\` that stood there before the sheet was read (empty
 * for none), the new one, city, online and rides. A sheet is written only where nobody changed the hash meanwhile: what
 * was read first may be written last. Answers the keys of the others.
 */
export const writeSheetsScript = defineScript(`
local raced = {}
for i, key in ipairs(KEYS) do
  local at = 5 * i - 3
  if (redis.call('HGET', key, 'v') or '') == ARGV[at] then
    redis.call('HSET', key, 'v', ARGV[at + 1], 'city', ARGV[at + 2], 'online', ARGV[at + 3], 'rides', ARGV[at + 4])
    redis.call('EXPIRE', key, ARGV[1])
  else
    raced[#raced + 1] = key
  end
end
return raced
`);
