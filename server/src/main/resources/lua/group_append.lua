-- Appends one message to the log of a group and publishes it there, if the sender may speak at this moment. What it costs
-- does not depend on the number of members. part/log names KEYS[1..3] and ARGV[1..5].
--
-- KEYS[2]  meta hash, also: dismissed, everyone_muted, slow_mode (seconds), history, mentioned
-- KEYS[4]  bus channel of the group
-- KEYS[5]  roster hash; the sender's cursor moves to the message
-- KEYS[6]  spoke hash: member -> time of its last message in ms, in slow mode
-- KEYS[7]  mentions zset and ...
-- KEYS[8]  ... mentioning list, as part/mention has them; only for a message that mentions somebody
--
-- ARGV[6]  sender
-- ARGV[7]  whether the message counts as unread: 1 | 0
-- ARGV[8]  1 when it mentions all
-- ARGV[9]  epoch and ...
-- ARGV[10] ... seq of the message that this one answers, or 0
-- ARGV[11] whom it mentions, with spaces between, * for all; empty for nobody; these three only when it answers or mentions
--
-- Returns as append.lua does, or {"refused", reason, value, message}: FORBIDDEN for who is not a member; MUTED with the end
-- in ms, or empty when everyone is; SLOW_MODE with the ms to wait; ROLE_NOT_ALLOWED to mention all; NO_SUCH_MESSAGE to answer.

-- with part/clock
-- with part/log
-- with part/cursor
-- with part/roster

local channel, roster, spoke, sender = KEYS[4], KEYS[5], KEYS[6], ARGV[6]

local answer = answered()
if answer then
  return answer
end
local state = fields(meta, 'epoch', 'seq', 'run', 'count', 'dismissed', 'everyone_muted', 'slow_mode', 'history')
local me = member_of(roster, sender)
if state.dismissed or not me then
  return refuse('FORBIDDEN')
end
answer = out_of_turn()
if answer then
  return answer
end

answer = refuse_muted(me, state)
if answer then
  return answer
end
if ARGV[8] == '1' and me.rank < RANK.admin then
  return refuse('ROLE_NOT_ALLOWED', me.role, 'role of who mentions all', 'at least admin')
end
if ARGV[10] and ARGV[10] ~= '0' then
  -- with part/stored
  -- with part/target
  me.reads_all = state.history == 'ALL'
  answer = refuse_unknown_reply(tonumber(ARGV[9]), tonumber(ARGV[10]), me)
  if answer then
    return answer
  end
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

local place = next_place(state, ARGV[7] == '1')
local kept = append(place, stored)
local names = ARGV[11] or ''
if names ~= '' then
  -- with part/mention
  keep_mentions(meta, KEYS[7], KEYS[8], place, names)
end
me.cursor = cursor_line_at(place)
redis.call('HSET', roster, sender, roster_line(me))
redis.call('SPUBLISH', channel, bus_form(place, kept))
return accepted_at(place)
