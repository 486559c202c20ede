-- The running count of entries that count as unread, as part/log writes it at the end of every stored message:
-- StoredMessage.count, field 20 as fixed64, so that a script finds it without reading the rest.

-- Entries that were written before there was a tally all count.
local function tally_of(stored, seq)
  local size = #stored
  if size < 10 or string.byte(stored, size - 9) ~= 161 or string.byte(stored, size - 8) ~= 1 then
    return seq
  end
  return (struct.unpack('<I8', stored, size - 7))
end

-- That of the log's entry with this seq; nil when the log has it no longer.
local function tally_at(log, seq)
  local id = string.format('%d-0', seq)
  local entry = redis.call('XRANGE', log, id, id)[1]
  return entry and tally_of(entry[2][4], seq)
end
