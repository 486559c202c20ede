-- Does something to a message of a group, with an entry of its log that says so, if the actor may at this moment. part/log
-- names KEYS[1..3] and ARGV[1..5], part/operate KEYS[4..8] and ARGV[6..11].
--
-- KEYS[2]  meta hash, also: dismissed, everyone_muted, history
-- KEYS[9]  bus channel of the group
-- KEYS[10] roster hash
--
-- Returns as operate.lua does, and refuses also with FORBIDDEN for who is not a member, MUTED, and ROLE_NOT_ALLOWED.

-- with part/clock
-- with part/log
-- with part/roster
-- with part/stored
-- with part/target
-- with part/outcome
-- with part/mention
-- with part/operate

local channel, roster = KEYS[9], KEYS[10]

local answer = answered()
if answer then
  return answer
end
local state = fields(meta, 'epoch', 'seq', 'run', 'count', 'dismissed', 'everyone_muted', 'history')
local me = member_of(roster, actor)
if state.dismissed or not me then
  return refuse('FORBIDDEN')
end
answer = out_of_turn()
if answer then
  return answer
end

local staff = me.rank >= RANK.admin
-- Who is muted may still take back what it said.
if kind == 'EDIT' or kind == 'REACT' then
  answer = refuse_muted(me, state)
  if answer then
    return answer
  end
end
if (kind == 'PIN' or kind == 'UNPIN') and not staff then
  return refuse('ROLE_NOT_ALLOWED', me.role, 'role', 'at least admin')
end
me.reads_all = state.history == 'ALL'
if not may_read(me, target) then
  return refuse_unknown_target()
end

local place, otherwise = operate(state, staff)
if not place then
  return otherwise
end
redis.call('SPUBLISH', channel, bus_form(place, place.kept))
return accepted_at(place)
