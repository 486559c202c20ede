-- Reading of a log. Needs part/clock and part/outcome.

local function seq_of(entry)
  return string.match(entry[1], '^%d+')
end

local function first_seq(log)
  local first = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  return first and tonumber(seq_of(first)) or 0
end

-- Entries from one seq to another, both included, as {seq, time, stored, seq, ...} in ascending order: the first ones, or with
-- `newest` the last ones; at most `most`, and of what is stored of them at most `bytes`, but one in any case. And, as {seq,
-- shown, seq, ...}, what part/outcome says is shown of those to which something was done; it explains `view`, too.
local function read(view, from, to, newest, most, bytes)
  -- In chunks, so that a page of large messages does not copy many times its size.
  local CHUNK = 16
  local NOTHING = {}
  local found, shows, full = {}, {}, false
  local low, high = from .. '-0', to .. '-0'
  while #found < most and not full do
    local count = math.min(CHUNK, most - #found)
    local chunk = newest and redis.call('XREVRANGE', view.log, high, low, 'COUNT', count)
      or redis.call('XRANGE', view.log, low, high, 'COUNT', count)
    local seen, sizes = NOTHING, NOTHING
    if view.operated and #chunk > 0 then
      seen, sizes = shown_all(view, chunk)
    end
    for i, entry in ipairs(chunk) do
      bytes = bytes - #entry[2][4] - (sizes[i] or 0)
      full = full or (bytes < 0 and #found > 0)
      if not full then
        found[#found + 1], shows[#found + 1] = entry, seen[i] or false
      end
    end
    full = full or #chunk < count
    local edge = #chunk > 0 and '(' .. chunk[#chunk][1]
    if newest then
      high = edge or high
    else
      low = edge or low
    end
  end

  local entries, done = {}, {}
  for i = 1, #found do
    local at = newest and #found - i + 1 or i
    local entry = found[at]
    local seq = tonumber(seq_of(entry))
    entries[#entries + 1] = seq
    entries[#entries + 1] = tonumber(entry[2][2])
    entries[#entries + 1] = entry[2][4]
    if shows[at] then
      done[#done + 1] = seq
      done[#done + 1] = shows[at]
    end
  end
  return entries, done
end
