-- A session of a device ended.
--
-- KEYS     as part/presence
--
-- ARGV[1]  device
-- ARGV[2]  stamp of the session
--
-- Returns {1}, or {0} when the device has a newer session, or none.

-- with part/clock
-- with part/presence

local field = 'd/' .. ARGV[1]
local before = redis.call('HGET', presence, field)
if not before or stamp_of(before) ~= tonumber(ARGV[2]) then
  return {0}
end
redis.call('HDEL', presence, field)
-- Who is invisible was last seen when it became so.
if redis.call('HGET', presence, 'invisible') ~= '1' then
  redis.call('HSET', presence, 'seen', text(now))
end
tell()
return {1}
