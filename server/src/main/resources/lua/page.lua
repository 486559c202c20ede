-- Reads consecutive entries of a log and where the log begins and ends, at one moment.
--
-- KEYS[1]  log stream
-- KEYS[2]  meta hash: epoch, seq
--
-- ARGV[1]  first seq wanted; 0 for the newest ones
-- ARGV[2]  most entries
-- ARGV[3]  most bytes of stored messages; one entry is given even when it is larger
--
-- Returns {epoch, head seq, first seq, {seq, time, stored, seq, time, stored, ...}} in ascending order of seq; zeros and no
-- entries when there is no log.

local log = KEYS[1]
local from, most, bytes_left = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local newest = from == '0'

local state = redis.call('HMGET', KEYS[2], 'epoch', 'seq')
if not state[1] then
  return {0, 0, 0, {}}
end
local first = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)

local function seq_of(entry)
  return string.match(entry[1], '^%d+')
end

-- In chunks, so that a page of large messages does not copy many times its size.
local CHUNK = 16
local found = {}
local edge = newest and '+' or (from .. '-0')
local full = false
while #found < most and not full do
  local count = math.min(CHUNK, most - #found)
  local chunk
  if newest then
    chunk = redis.call('XREVRANGE', log, edge, '-', 'COUNT', count)
  else
    chunk = redis.call('XRANGE', log, edge, '+', 'COUNT', count)
  end
  for _, entry in ipairs(chunk) do
    bytes_left = bytes_left - #entry[2][4]
    full = full or (bytes_left < 0 and #found > 0)
    if not full then
      found[#found + 1] = entry
    end
  end
  full = full or #chunk < count
  if #chunk > 0 then
    edge = '(' .. chunk[#chunk][1]
  end
end

local entries = {}
local start, stop, step = 1, #found, 1
if newest then
  start, stop, step = #found, 1, -1
end
for i = start, stop, step do
  local fields = found[i][2]
  entries[#entries + 1] = tonumber(seq_of(found[i]))
  entries[#entries + 1] = tonumber(fields[2])
  entries[#entries + 1] = fields[4]
end
return {tonumber(state[1]), tonumber(state[2]), first[1] and tonumber(seq_of(first[1])) or 0, entries}
