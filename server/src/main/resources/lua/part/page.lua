-- Reading of a log.

local function seq_of(entry)
  return string.match(entry[1], '^%d+')
end

local function first_seq(log)
  local first = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  return first and tonumber(seq_of(first)) or 0
end

-- Entries from one seq to another, both included, as {seq, time, stored, seq, ...} in ascending order: the first ones, or with
-- `newest` the last ones; at most `most`, and of their stored messages at most `bytes`, but one in any case.
local function read(log, from, to, newest, most, bytes)
  -- In chunks, so that a page of large messages does not copy many times its size.
  local CHUNK = 16
  local found, full = {}, false
  local low, high = from .. '-0', to .. '-0'
  while #found < most and not full do
    local count = math.min(CHUNK, most - #found)
    local chunk = newest and redis.call('XREVRANGE', log, high, low, 'COUNT', count)
      or redis.call('XRANGE', log, low, high, 'COUNT', count)
    for _, entry in ipairs(chunk) do
      bytes = bytes - #entry[2][4]
      full = full or (bytes < 0 and #found > 0)
      if not full then
        found[#found + 1] = entry
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

  local entries = {}
  for i = 1, #found do
    local entry = found[newest and #found - i + 1 or i]
    entries[#entries + 1] = tonumber(seq_of(entry))
    entries[#entries + 1] = tonumber(entry[2][2])
    entries[#entries + 1] = entry[2][4]
  end
  return entries
end
