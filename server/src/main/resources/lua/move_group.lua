-- Moves a member's cursor in a group on, tells the user's devices, and the group that receipts changed, at most once in a
-- while: at once when nobody was told for that long, else the caller runs receipts_changed.lua when it is over.
--
-- KEYS[1]  log stream
-- KEYS[2]  meta hash: epoch, seq, time, count, dismissed, mentioned, told ("time due": when the group was last told, in ms,
--          and 1 when it has yet to be told again)
-- KEYS[3]  roster hash
-- KEYS[4]  bus channel of the group
-- KEYS[5]  mentions zset
-- KEYS[6]  bus channel of the user; none where the caller tells the user
--
-- ARGV[1]  group
-- ARGV[2]  user
-- ARGV[3]  device
-- ARGV[4]  stamp of the session
-- ARGV[5]  epoch that the seqs are of; in another one nothing moves
-- ARGV[6]  delivered
-- ARGV[7]  read
-- ARGV[8]  ms between two events of the group
--
-- Returns {ms until the caller tells the group, or 0; epoch, seq, time, count, delivered, read, count at read,
-- unread mentions}, or {"refused", "FORBIDDEN", "", ""} for who is not a member.

-- with part/clock
-- with part/tally
-- with part/cursor
-- with part/roster
-- with part/hint
-- with part/mention

local log, meta, roster, group = KEYS[1], KEYS[2], KEYS[3], ARGV[1]
local state = fields(meta, 'epoch', 'seq', 'time', 'count', 'dismissed', 'told', 'mentioned')
local me = member_of(roster, ARGV[2])
if state.dismissed or not me then
  return refuse('FORBIDDEN')
end

-- Tells the group now, or says in how many ms it is to be told.
local function tell_group(interval)
  local last, due = string.match(state.told or '0 0', '^(%d+) (%d)$')
  local wait = last + interval - now
  -- A longer wait than the interval is a clock that went back.
  if wait <= 0 or wait > interval then
    redis.call('HSET', meta, 'told', text(now) .. ' 0')
    redis.call('SPUBLISH', KEYS[4], receipts_hint(tonumber(state.epoch)))
    return 0
  end
  if due == '0' then
    redis.call('HSET', meta, 'told', last .. ' 1')
  end
  return wait
end

local head, own, wait = head_of(state), cursor_of(me.cursor), 0
if state.epoch == ARGV[5] and advance(own, tonumber(ARGV[6]), tonumber(ARGV[7]), log, head) then
  me.cursor = cursor_line(own)
  redis.call('HSET', roster, me.user, roster_line(me))
  if KEYS[6] then
    local by = {user = me.user, device = ARGV[3], session = tonumber(ARGV[4])}
    redis.call('SPUBLISH', KEYS[6], cursor_hint(group, tonumber(state.epoch), own, by))
  end
  wait = tell_group(tonumber(ARGV[8]))
end
return {
  wait, tonumber(state.epoch), head.seq, tonumber(state.time), head.count, own.delivered, own.read, own.count,
  unread_mentions(KEYS[5], state, me.user, own.read)
}
