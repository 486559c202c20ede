-- A user's presence. Needs part/clock.
--
-- KEYS[1]  presence hash:
--            "d/<device>"  "stamp lease platform since": the device's newest session, the lease that it counts by, ms since 1970
--            "seen"        ms at which the last session ended, or at which the user became invisible
--            "status", "visible", "invisible"  what the user has set; absent as long as it has not
--            "version"     grows with every change, also over the loss of the hash
-- KEYS[2]  channel of who watches the user

local presence, watchers = KEYS[1], KEYS[2]

-- A user who is never here again is forgotten after so many seconds.
local KEPT_SECONDS = 34560000

-- Tells of a change that was made: the whole hash, because what the bus loses is not repeated. Behind the kind its fields and
-- values one after the other, each behind its length in two bytes; PresenceForm reads it.
local function tell()
  local before = tonumber(redis.call('HGET', presence, 'version') or 0)
  redis.call('HSET', presence, 'version', text(math.max(micros, before + 1)))
  redis.call('EXPIRE', presence, KEPT_SECONDS)
  local all = redis.call('HGETALL', presence)
  for i, each in ipairs(all) do
    all[i] = struct.pack('>Hc0', #each, each)
  end
  redis.call('SPUBLISH', watchers, string.char(36) .. table.concat(all))
end

local function stamp_of(session)
  return tonumber(string.match(session, '^%d+'))
end
