-- Whom a user blocks and who may write to it. Needs part/clock.
--
-- KEYS[1]  privacy hash:
--            "version"  microsecond of the newest change; grows with each, and is the ticket of a change on its way to
--                       another slot
--            "writers"  CONTACTS | NOBODY; absent for everybody
-- KEYS[2]  blocked zset: user -> ticket by which it was blocked
-- KEYS[3]  bus channel of the user
-- KEYS[4]  channel of who watches the user's presence
--
-- ARGV[1]  stamp of the session that asks
-- ARGV[2]  its device

local privacy, blocked, channel, watchers = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

local function next_version()
  local version = math.max(micros, tonumber(redis.call('HGET', privacy, 'version') or 0) + 1)
  redis.call('HSET', privacy, 'version', text(version))
  return version
end

-- Tells the user's devices, and nodes where somebody watches the user, of a change: "b" and whom it blocks now, "u" and whom no longer, "w" and who may write. PrivacyForm
-- reads it.
local function tell(version, change)
  local hint = struct.pack('>I1I8I8Hc0', 45, version, tonumber(ARGV[1]), #ARGV[2], ARGV[2]) .. change
  redis.call('SPUBLISH', channel, hint)
  redis.call('SPUBLISH', watchers, hint)
end

-- How the user stands: version, who may write, how many are blocked.
local function standing()
  local state = fields(privacy, 'version', 'writers')
  return {tonumber(state.version or 0), state.writers or '', redis.call('ZCARD', blocked)}
end
