-- Appends one message to the log of a group and publishes it there, if the sender may speak at this moment. What it costs
-- does not depend on the number of members. part/log names KEYS[1..3] and ARGV[1..8].
--
-- KEYS[2]  meta hash, also: dismissed, everyone_muted, slow_mode (seconds)
-- KEYS[4]  bus channel of the group
-- KEYS[5]  roster hash; the sender's cursor moves to the message
-- KEYS[6]  spoke hash: member -> time of its last message in ms, in slow mode
--
-- ARGV[9]  sender
-- ARGV[10] whether the message counts as unread: 1 | 0
--
-- Returns as append.lua does, or {"refused", reason, value, message}: FORBIDDEN for who is not a member; MUTED with the end
-- in ms, or empty when everyone is; SLOW_MODE with the ms to wait.

-- with part/clock
-- with part/tally
-- with part/log
-- with part/cursor
-- with part/roster

local channel, roster, spoke, sender = KEYS[4], KEYS[5], KEYS[6], ARGV[9]

local answer = answered()
if answer then
  return answer
end
local state = fields(meta, 'epoch', 'seq', 'run', 'count', 'dismissed', 'everyone_muted', 'slow_mode')
local me = member_of(roster, sender)
if state.dismissed or not me then
  return refuse('FORBIDDEN')
end
answer = out_of_turn()
if answer then
  return answer
end

if me.muted > now then
  return refuse('MUTED', text(me.muted))
end
if state.everyone_muted == '1' and me.role == 'member' then
  return refuse('MUTED')
end
local pause = me.role == 'member' and tonumber(state.slow_mode or 0) * 1000 or 0
if pause > 0 then
  local wait = tonumber(redis.call('HGET', spoke, sender) or 0) + pause - now
  -- A longer wait than the pause is a clock that went back.
  if wait > 0 and wait <= pause then
    return refuse('SLOW_MODE', text(wait))
  end
  redis.call('HSET', spoke, sender, text(now))
end

local place = next_place(state, ARGV[10] == '1')
local kept = append(place, stored)
me.cursor = cursor_line(cursor_at(place))
redis.call('HSET', roster, sender, roster_line(me))
redis.call('SPUBLISH', channel, bus_form(place, kept))
return accepted_at(place)
