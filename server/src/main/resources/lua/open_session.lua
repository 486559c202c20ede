-- Stamps a new session of a device, and reads what its login needs of the user's slot, all of it as of one moment.
--
-- A stamp is higher than every stamp that this device had before, over restarts and clock steps.
-- An append carries its session's stamp and is refused once a later session of the device has appended there, so what an
-- abandoned session still has on its way cannot arrive after it was sent again.
--
-- KEYS[1]  the user's devices hash: device -> stamp of its newest session
-- KEYS[2]  the user's groups zset
-- KEYS[3]  the user's conversations zset
--
-- ARGV[1]  device
-- ARGV[2]  how many devices are remembered, at least; a forgotten one still gets a higher stamp, from the clock
-- ARGV[3]  seconds after which a user without logins is forgotten
-- ARGV[4]  most groups
-- ARGV[5]  version of the index that the device has, or 0
-- ARGV[6]  most conversations
--
-- Returns {stamp, {group, ...}, version, lowest touch, {conversation, touch, ...}}: the groups that the user is in, and the
-- conversations touched from the device's version on, as part/touched says.

-- with part/touched

local function stamped(devices, device, remembered)
  local clock = redis.call('TIME')
  local before = tonumber(redis.call('HGET', devices, device) or 0)
  local stamp = math.max(clock[1] * 1000000 + clock[2], before + 1)
  redis.call('HSET', devices, device, string.format('%.0f', stamp))
  if redis.call('HLEN', devices) > 2 * remembered then
    local all, oldest = redis.call('HGETALL', devices), {}
    for i = 1, #all, 2 do
      oldest[#oldest + 1] = {all[i], tonumber(all[i + 1])}
    end
    table.sort(oldest, function(a, b) return a[2] < b[2] end)
    for i = 1, #oldest - remembered do
      redis.call('HDEL', devices, oldest[i][1])
    end
  end
  redis.call('EXPIRE', devices, ARGV[3])
  return stamp
end

local stamp = stamped(KEYS[1], ARGV[1], tonumber(ARGV[2]))
-- Not those that it has left, which are negative.
local groups = redis.call('ZREVRANGEBYSCORE', KEYS[2], '+inf', '(0', 'LIMIT', 0, ARGV[4])
local page = touched(KEYS[3], ARGV[5], '+inf', ARGV[6])
return {stamp, groups, page[1], page[2], page[3]}
