-- Opens a session of a device, if the policy and the device's token allow it, ends those that it replaces, and reads what a
-- login needs of the user's slot: all of it one step, so that of logins that exclude each other the last one, or the first,
-- has its session alone, whatever nodes they came to.
--
-- The session's stamp is higher than every stamp that the device had before, over restarts and clock steps. An append carries
-- it and is refused once a later session of the device has appended there, so what an abandoned session still has on its way
-- cannot arrive after it was sent again.
--
-- KEYS[1]  the user's devices hash: device -> stamp of its newest session
-- KEYS[2]  the user's groups zset
-- KEYS[3]  the user's conversations zset
-- KEYS[4]  the user's sessions hash: part/sessions
-- KEYS[5]  the user's revoked hash: part/sessions
-- KEYS[6]  bus channel of the user
-- KEYS[7]  the user's privacy hash
-- KEYS[8]  the user's versions zset: part/settings
--
-- ARGV[1]  device
-- ARGV[2]  how many devices are remembered, at least; a forgotten one still gets a higher stamp, from the clock
-- ARGV[3]  seconds after which a user without logins is forgotten
-- ARGV[4]  most groups
-- ARGV[5]  version of the index that the device has, or 0
-- ARGV[6]  most conversations
-- ARGV[7]  class of the device: phone | tablet | desktop | web | other
-- ARGV[8]  name of the device, or empty
-- ARGV[9]  run of the node
-- ARGV[10] second at which the token was issued
-- ARGV[11] until when the session is good, in ms
-- ARGV[12] hash of the resume token that is shown instead of a token, or empty; ARGV[10] and [11] mean nothing then
-- ARGV[13] hash of the resume token that the session gets
-- ARGV[14] seconds for which a resume token outlives its session
-- ARGV[15] most sessions of the class
-- ARGV[16] what happens beyond that: replace | refuse
-- ARGV[17] classes that exclude this one, each between blanks: " tablet web "
-- ARGV[18] runs of nodes that are known to be dead, each between blanks
-- ARGV[19] the client's launch and its number of logins since, "launch:number", or "-"
--
-- Returns {"opened", stamp, until when it is good, {group, ...}, version, lowest touch, {conversation, touch, ...}, version of
-- its privacy, version of its settings, clock in ms}: the groups that the user is in, and the conversations touched from the device's
-- version on, as part/touched says. Or {"refused", reason, value, run of a node, ...}, having changed nothing; the nodes are
-- those of the sessions that stand in the way.

-- with part/clock
-- with part/sessions
-- with part/touched

-- How long after a login one of an earlier launch may still come: about what TCP retries for a process that is gone.
local LATE_MS = 60000

local devices, sessions, revoked, channel = KEYS[1], KEYS[4], KEYS[5], KEYS[6]
local device, platform, shown, attempt = ARGV[1], ARGV[7], ARGV[12], ARGV[19]
local most, replaces = tonumber(ARGV[15]), ARGV[16] == 'replace'

-- What the device shows: when its token was issued and until when it is good; nothing when it is refused.
local function credential(before)
  if shown == '' then
    return {issued = tonumber(ARGV[10]), good_until = tonumber(ARGV[11])}
  end
  local outlived = before and before.ended ~= 0 and now >= before.ended + ARGV[14] * 1000
  if before and before.resume == shown and now < before.good_until and not outlived then
    return before
  end
end

-- Whether the client gave this login up and has logged in since: it arrives late, and nobody waits for its answer. That of an
-- earlier launch is taken for late only for a while: the device's clock, by which launches are numbered, may have been set back.
local function is_abandoned(before)
  local launch, number = string.match(attempt, '^(%d+):(%d+)$')
  local newest_launch, newest = string.match(before and before.attempt or '', '^(%d+):(%d+)$')
  if not launch or not newest_launch then
    return false
  elseif launch == newest_launch then
    return tonumber(newest) > tonumber(number)
  end
  -- As text: a number of Lua does not hold 64 bits.
  local is_earlier = #launch < #newest_launch or (#launch == #newest_launch and launch < newest_launch)
  return is_earlier and now < before.since + LATE_MS
end

local function is_listed(list, word)
  return string.find(list, ' ' .. word .. ' ', 1, true) ~= nil
end

-- Of the user's live sessions on other devices: those that are over, though nobody said so; and those that the new one cannot
-- live beside, of its own class the oldest.
local function others()
  local over, own, conflicts = {}, {}, {}
  for _, other in ipairs(sessions_in(sessions)) do
    if other.device ~= device and other.ended == 0 then
      if now >= other.good_until or is_listed(ARGV[18], other.node) then
        over[#over + 1] = other
      elseif is_listed(ARGV[17], other.platform) then
        conflicts[#conflicts + 1] = other
      elseif other.platform == platform then
        own[#own + 1] = other
      end
    end
  end
  local function older(a, b)
    return a.stamp < b.stamp
  end
  table.sort(own, older)
  for i = 1, #own - most + 1 do
    conflicts[#conflicts + 1] = own[i]
  end
  table.sort(conflicts, older)
  return over, conflicts
end

local function forget_oldest()
  local all, oldest = redis.call('HGETALL', devices), {}
  for i = 1, #all, 2 do
    oldest[#oldest + 1] = {all[i], tonumber(all[i + 1])}
  end
  table.sort(oldest, function(a, b) return a[2] < b[2] end)
  for i = 1, #oldest - ARGV[2] do
    redis.call('HDEL', devices, oldest[i][1])
    redis.call('HDEL', sessions, oldest[i][1])
  end
end

local function stamped()
  local before = tonumber(redis.call('HGET', devices, device) or 0)
  local stamp = math.max(micros, before + 1)
  redis.call('HSET', devices, device, text(stamp))
  if redis.call('HLEN', devices) > 2 * ARGV[2] then
    forget_oldest()
  end
  redis.call('EXPIRE', devices, ARGV[3])
  return stamp
end

local before = session_of(sessions, device)
if is_abandoned(before) then
  return {'refused', 'UNAVAILABLE', ''}
end
local good = credential(before)
if not good then
  return {'refused', 'RESUME_REFUSED', ''}
end
if is_revoked(revoked, device, good.issued) then
  return {'refused', 'LOGGED_OUT', ''}
end
local over, conflicts = others()
if #conflicts > 0 and not replaces then
  local refusal = {'refused', 'SESSION_LIMIT', conflicts[1].device}
  for _, other in ipairs(conflicts) do
    refusal[#refusal + 1] = other.node
  end
  return refusal
end
for _, other in ipairs(over) do
  finish(sessions, other, now >= other.good_until)
  tell_end(channel, other.device, other.stamp, 'IDLE_TIMEOUT', device)
end
for _, other in ipairs(conflicts) do
  finish(sessions, other, true)
  tell_end(channel, other.device, other.stamp, 'SESSION_REPLACED', device)
end
if before and before.ended == 0 then
  tell_end(channel, device, before.stamp, 'SESSION_REPLACED', device)
end
local stamp = stamped()
write(sessions, {
  device = device, stamp = stamp, platform = platform, since = now, good_until = good.good_until, issued = good.issued,
  ended = 0, resume = ARGV[13], node = ARGV[9], attempt = attempt, name = ARGV[8]})
redis.call('EXPIRE', sessions, ARGV[3])
-- Not those that it has left, which are negative.
local groups = redis.call('ZREVRANGEBYSCORE', KEYS[2], '+inf', '(0', 'LIMIT', 0, ARGV[4])
local page = touched(KEYS[3], ARGV[5], '+inf', ARGV[6])
local privacy = tonumber(redis.call('HGET', KEYS[7], 'version') or 0)
local settings = tonumber(redis.call('ZREVRANGE', KEYS[8], 0, 0, 'WITHSCORES')[2]) or 0
return {'opened', stamp, good.good_until, groups, page[1], page[2], page[3], privacy, settings, now}
