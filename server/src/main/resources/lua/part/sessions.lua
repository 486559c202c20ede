-- The devices of a user and their sessions. Needs part/clock.
--
-- sessions hash: device -> "stamp platform since until issued ended resume node attempt name": the stamp of the device's newest
--          session; the device's class; when the session began, in ms; until when it is good, in ms; second at which its
--          token was issued; when it ended, in ms, 0 while it lives; hash of the token that goes on with it, or "-"; the
--          node's run; the client's launch and its number of logins since, "launch:number", or "-"; and the device's
--          name, which may be empty or have blanks
-- revoked  hash: device -> second up to which issued tokens do not log it in; "*" -> "second [device]", the same for all
--          devices but that one

local function read(device, record)
  local of = {device = device}
  of.stamp, of.platform, of.since, of.good_until, of.issued, of.ended, of.resume, of.node, of.attempt, of.name =
    string.match(record, '^(%d+) (%l+) (%d+) (%d+) (%d+) (%d+) (%S+) (%S+) (%S+) (.*)$')
  for _, number in ipairs({'stamp', 'since', 'good_until', 'issued', 'ended'}) do
    of[number] = tonumber(of[number])
  end
  return of
end

local function session_of(sessions, device)
  local record = redis.call('HGET', sessions, device)
  return record and read(device, record)
end

-- All devices that are known, those without a live session too.
local function sessions_in(sessions)
  local all, found = redis.call('HGETALL', sessions), {}
  for i = 1, #all, 2 do
    found[#found + 1] = read(all[i], all[i + 1])
  end
  return found
end

local function write(sessions, of)
  redis.call('HSET', sessions, of.device, table.concat({
    text(of.stamp), of.platform, text(of.since), text(of.good_until), text(of.issued), text(of.ended), of.resume, of.node,
    of.attempt, of.name}, ' '))
end

-- Ends a session; with `for_good` nothing goes on with it.
local function finish(sessions, of, for_good)
  if of.ended == 0 then
    of.ended = now
  end
  if for_good then
    of.resume = '-'
  end
  write(sessions, of)
end

-- Tells the nodes: sessions of the device, or with "*" of all devices but `except`, end if their stamp is not above this one.
-- StoredEnds reads it.
local function tell_end(channel, device, stamp, reason, by, except)
  redis.call('SPUBLISH', channel, string.char(30) .. table.concat({device, text(stamp), reason, by, except or '-'}, ' '))
end

-- Whether a token that was issued in that second does not log the device in any more.
local function is_revoked(revoked, device, issued)
  local found = redis.call('HMGET', revoked, device, '*')
  local second, except = string.match(found[2] or '', '^(%d+) ?(%S*)$')
  return issued <= tonumber(found[1] or -1) or (issued <= tonumber(second or -1) and except ~= device)
end
