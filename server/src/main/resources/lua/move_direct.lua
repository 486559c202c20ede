-- Moves a user's cursor in a direct conversation on, and tells the devices of both users.
--
-- KEYS[1]  log stream
-- KEYS[2]  meta hash: epoch, seq, time, count, mentioned, c1, c2 (cursors of the two users, in the order of the conversation's id)
-- KEYS[3]  mentions zset
-- KEYS[4..] pairs of (conversations zset, bus channel), one pair a user; none where the caller tells the users
--
-- ARGV[1]  conversation id
-- ARGV[2]  whose cursor: 1 | 2
-- ARGV[3]  user
-- ARGV[4]  device
-- ARGV[5]  stamp of the session
-- ARGV[6]  epoch that the seqs are of; in another one nothing moves
-- ARGV[7]  delivered
-- ARGV[8]  read
--
-- Returns as heads.lua does for one conversation.

-- with part/clock
-- with part/tally
-- with part/cursor
-- with part/index
-- with part/hint
-- with part/mention

local log, meta, conversation = KEYS[1], KEYS[2], ARGV[1]
local state = fields(meta, 'epoch', 'seq', 'time', 'count', 'c1', 'c2', 'mentioned')
local head, cursors = head_of(state), {cursor_of(state.c1), cursor_of(state.c2)}
local own = cursors[tonumber(ARGV[2])]

if state.epoch == ARGV[6] and advance(own, tonumber(ARGV[7]), tonumber(ARGV[8]), log, head) then
  redis.call('HSET', meta, 'c' .. ARGV[2], cursor_line(own))
  local by = {user = ARGV[3], device = ARGV[4], session = tonumber(ARGV[5])}
  local hint = cursor_hint(conversation, tonumber(state.epoch), own, by)
  for i = 4, #KEYS, 2 do
    mark(KEYS[i], conversation)
    redis.call('SPUBLISH', KEYS[i + 1], hint)
  end
end

return {
  tonumber(state.epoch or 0), head.seq, tonumber(state.time or 0), head.count,
  cursors[1].delivered, cursors[1].read, cursors[1].count, cursors[2].delivered, cursors[2].read, cursors[2].count,
  unread_mentions(KEYS[3], state, ARGV[3], own.read)
}
