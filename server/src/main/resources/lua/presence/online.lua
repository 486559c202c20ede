-- A session of a device began, or its node counts by another lease now.
--
-- KEYS     as part/presence
--
-- ARGV[1]  device
-- ARGV[2]  stamp of the session
-- ARGV[3]  lease
-- ARGV[4]  platform
-- ARGV[5]  how many devices are kept, those of the newest sessions
--
-- Returns {1}, or {0} when this was known, or a newer session of the device is.

-- with part/clock
-- with part/presence

local field, stamp = 'd/' .. ARGV[1], tonumber(ARGV[2])

-- What nodes that died left behind must not add up.
local function drop_oldest(kept)
  local all, sessions = redis.call('HGETALL', presence), {}
  for i = 1, #all, 2 do
    if string.sub(all[i], 1, 2) == 'd/' then
      sessions[#sessions + 1] = {all[i], stamp_of(all[i + 1])}
    end
  end
  table.sort(sessions, function(a, b) return a[2] < b[2] end)
  for i = 1, #sessions - kept do
    redis.call('HDEL', presence, sessions[i][1])
  end
end

local since = text(now)
local before = redis.call('HGET', presence, field)
if before then
  local known = stamp_of(before)
  if known > stamp then
    return {0}
  end
  if known == stamp then
    -- The node may have asked twice, and what it asked first have come last.
    if tonumber(string.match(before, '^%d+ (%d+)')) > tonumber(string.match(ARGV[3], '^%d+')) then
      return {0}
    end
    since = string.match(before, '%d+$')
  end
end
local session = table.concat({ARGV[2], ARGV[3], ARGV[4], since}, ' ')
if session == before then
  return {0}
end
redis.call('HSET', presence, field, session)
drop_oldest(tonumber(ARGV[5]))
tell()
return {1}
