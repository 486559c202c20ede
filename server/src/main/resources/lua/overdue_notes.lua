-- Finds publish notes that their node has not cleared in time, with the entries they stand for. Changes nothing: the caller
-- publishes the entries and then clears the notes, so a caller that dies in between leaves them to the next one.
--
-- KEYS[1]  publish notes zset of this slot
-- KEYS[2]  any key of this slot, up to the conversation's part; the logs' and metas' keys are made of it
--
-- ARGV[1]  age in ms from which a note is overdue
-- ARGV[2]  most notes
--
-- Returns {note, epoch, seq, time, stored, note, epoch, ...}; epoch is 0 when the entry is gone.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local notes = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%d', now - ARGV[1]), 'LIMIT', 0, ARGV[2])
local found = {}
for _, note in ipairs(notes) do
  local seq, conversation = string.match(note, '^(%d+) (.+)$')
  local epoch = redis.call('HGET', KEYS[2] .. 'meta:' .. conversation, 'epoch')
  local entry = redis.call('XRANGE', KEYS[2] .. 'log:' .. conversation, seq .. '-0', seq .. '-0')[1]
  local here = epoch and entry
  found[#found + 1] = note
  found[#found + 1] = here and tonumber(epoch) or 0
  found[#found + 1] = tonumber(seq)
  found[#found + 1] = here and tonumber(entry[2][2]) or 0
  found[#found + 1] = here and entry[2][4] or ''
end
return found
