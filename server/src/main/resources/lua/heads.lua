-- How far direct conversations of one slot go, and their users in them.
--
-- For each conversation two keys:
-- KEYS[2i+1]  meta hash: epoch, seq, time, count, mentioned, c1, c2 (cursors of the two users, in the order of the
--             conversation's id, with which the key ends)
-- KEYS[2i+2]  mentions zset
--
-- ARGV[1]  who asks: one of the two users
--
-- Returns, for each: epoch, seq, time in ms, count of entries that count as unread; of both cursors delivered, read,
-- count at read; and unread mentions of who asks, as part/mention gives them. All 0 for one without a log. Logs that were
-- last written before there were times have the time 0.

-- with part/clock
-- with part/tally
-- with part/cursor
-- with part/mention

local found = {}

local function put(...)
  for _, value in ipairs({...}) do
    found[#found + 1] = value
  end
end

for i = 1, #KEYS, 2 do
  local meta = KEYS[i]
  local state = fields(meta, 'epoch', 'seq', 'time', 'count', 'c1', 'c2', 'mentioned')
  local head, one, other = head_of(state), cursor_of(state.c1), cursor_of(state.c2)
  local own = string.match(meta, ':d/([^/]+)/') == ARGV[1] and one or other
  put(
    tonumber(state.epoch or 0), head.seq, tonumber(state.time or 0), head.count,
    one.delivered, one.read, one.count, other.delivered, other.read, other.count,
    unread_mentions(KEYS[i + 1], state, ARGV[1], own.read))
end
return found
