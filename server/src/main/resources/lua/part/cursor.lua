-- A user's cursor in a conversation: "read,silent,ahead": the seq up to which it was read; how many entries up to there do
-- not count as unread; how much further it was delivered. So it stays short, because a group keeps one for each member.
-- Needs part/clock and part/tally.

local function cursor_of(line)
  local read, silent, ahead = string.match(line or '', '^(%d+),(%d+),(%d+)$')
  read = tonumber(read) or 0
  return {read = read, count = read - (tonumber(silent) or 0), delivered = read + (tonumber(ahead) or 0)}
end

local function cursor_line(cursor)
  local read = cursor.read
  return string.format('%d,%d,%d', read, read - cursor.count, cursor.delivered - read)
end

-- That of who has everything up to an entry: its sender, or whom it makes a member.
local function cursor_line_at(place)
  return string.format('%d,%d,0', place.seq, place.seq - place.count)
end

-- Moves a cursor on, to the head at most; says whether it moved. The log must have the entry up to which it was read, else
-- nobody knows what is unread behind it: the cursor stays, and the next one that is read moves it.
local function advance(cursor, delivered, read, log, head)
  local before, stood = cursor.read, cursor.delivered
  read = math.min(read, head.seq)
  if read > cursor.read then
    local count = read == head.seq and head.count or tally_at(log, read)
    if count then
      cursor.read, cursor.count = read, count
    end
  end
  cursor.delivered = math.max(cursor.delivered, math.min(delivered, head.seq), cursor.read)
  return cursor.read > before or cursor.delivered > stood
end

-- How far the log goes whose meta has these `seq` and `count`.
local function head_of(state)
  local seq = tonumber(state.seq) or 0
  return {seq = seq, count = tonumber(state.count) or seq}
end
