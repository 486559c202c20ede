-- How far direct conversations of one slot go, and their users in them.
--
-- KEYS  meta hash of each: epoch, seq, time, count, c1, c2 (cursors of the two users, in the order of the conversation's id)
--
-- Returns, for each: epoch, seq, time in ms, count of entries that count as unread; and of both cursors delivered, read,
-- count at read. All 0 for one without a log. Logs that were last written before there were times have the time 0.

-- with part/clock
-- with part/tally
-- with part/cursor

local found = {}

local function put(...)
  for _, number in ipairs({...}) do
    found[#found + 1] = number
  end
end

for _, meta in ipairs(KEYS) do
  local state = fields(meta, 'epoch', 'seq', 'time', 'count', 'c1', 'c2')
  local head, one, other = head_of(state), cursor_of(state.c1), cursor_of(state.c2)
  put(
    tonumber(state.epoch or 0), head.seq, tonumber(state.time or 0), head.count,
    one.delivered, one.read, one.count, other.delivered, other.read, other.count)
end
return found
