-- Who of a group has read one entry, and on whose devices it is: of those who are members now, and were when it was written.
--
-- KEYS[1]  meta hash: epoch, seq, history
-- KEYS[2]  roster hash
--
-- ARGV[1]  asker
-- ARGV[2]  seq
--
-- Returns {epoch, how many there are, {who has read it, ...}, {who has it unread, ...}}. Refused: FORBIDDEN for who is not a
-- member; INVALID_ARGUMENT for a seq that the asker may not read.

-- with part/clock
-- with part/tally
-- with part/cursor
-- with part/roster

local seq = tonumber(ARGV[2])
local me = member_of(KEYS[2], ARGV[1])
if not me then
  return refuse('FORBIDDEN')
end
local state = fields(KEYS[1], 'epoch', 'seq', 'history')
local first = state.history == 'ALL' and 1 or since_of(me.stretches)
if seq < first or seq > tonumber(state.seq) then
  return refuse('INVALID_ARGUMENT', ARGV[2], 'seq', text(first) .. ' to ' .. state.seq)
end

local members, read, delivered = 0, {}, {}
local all = redis.call('HGETALL', KEYS[2])
for i = 1, #all, 2 do
  local record = parsed(all[i], all[i + 1])
  if record.rank > 0 and since_of(record.stretches) <= seq then
    local cursor = cursor_of(record.cursor)
    members = members + 1
    if cursor.read >= seq then
      read[#read + 1] = record.user
    elseif cursor.delivered >= seq then
      delivered[#delivered + 1] = record.user
    end
  end
end
return {tonumber(state.epoch), members, read, delivered}
