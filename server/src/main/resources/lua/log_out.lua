-- Ends sessions of a user, and has tokens that were issued until now log in no more.
--
-- KEYS[1]  the user's sessions hash: part/sessions
-- KEYS[2]  the user's revoked hash: part/sessions
-- KEYS[3]  bus channel of the user
--
-- ARGV[1]  whom: one | all
-- ARGV[2]  one: the device; all: the device that stays, or "-"
-- ARGV[3]  device that asks, or "-"
-- ARGV[4]  most devices of which a revocation is remembered by itself
-- ARGV[5]  seconds for which revocations are remembered
--
-- Returns {"ended", how many live sessions}, or {"unknown"} when the user has no such device.

-- with part/clock
-- with part/sessions

local sessions, revoked, channel = KEYS[1], KEYS[2], KEYS[3]
local named, by = ARGV[2], ARGV[3]

-- The issuer's clock may be ahead of this one: a session's own token is revoked in any case.
local function latest(second, of)
  return math.max(second, of.issued)
end

-- Remembers that tokens up to that second are revoked for all devices but one; whoever was left out before no longer is.
local function revoke_all(second, except)
  local before = tonumber(string.match(redis.call('HGET', revoked, '*') or '0', '^%d+'))
  redis.call('HSET', revoked, '*', text(math.max(second, before)) .. (except == '-' and '' or ' ' .. except))
end

-- When too many devices have a revocation of their own, the oldest one becomes one of all devices: that refuses too much,
-- never too little.
local function fold_oldest()
  local all, oldest = redis.call('HGETALL', revoked)
  for i = 1, #all, 2 do
    if all[i] ~= '*' and (not oldest or tonumber(all[i + 1]) < oldest.second) then
      oldest = {device = all[i], second = tonumber(all[i + 1])}
    end
  end
  redis.call('HDEL', revoked, oldest.device)
  revoke_all(oldest.second, '-')
end

local ended = 0
local function log_out(of)
  if of.ended == 0 then
    ended = ended + 1
  end
  finish(sessions, of, true)
end

if ARGV[1] == 'one' then
  local of = session_of(sessions, named)
  if not of then
    return {'unknown'}
  end
  log_out(of)
  redis.call('HSET', revoked, named, text(latest(seconds, of)))
  if redis.call('HLEN', revoked) - redis.call('HEXISTS', revoked, '*') > tonumber(ARGV[4]) then
    fold_oldest()
  end
  tell_end(channel, named, of.stamp, 'LOGGED_OUT', by)
else
  local second, stamp = seconds, micros
  for _, of in ipairs(sessions_in(sessions)) do
    stamp = math.max(stamp, of.stamp)
    if of.device ~= named then
      second = latest(second, of)
      log_out(of)
    end
  end
  revoke_all(second, named)
  tell_end(channel, '*', stamp, 'LOGGED_OUT', by, named)
end
redis.call('EXPIRE', revoked, ARGV[5])
return {'ended', ended}
