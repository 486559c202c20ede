-- Appends one message to the log of a direct conversation: idempotency, order, epoch, seq, entry, trimming, the sender's
-- cursor, the users' indexes, and the word to the bus. part/log names KEYS[1..3] and ARGV[1..8].
--
-- meta also has  touched: clock in microseconds when the users' indexes were last told
--                c1, c2: cursors of the two users, in the order of the conversation's id
--
-- how = publish: KEYS[4..] pairs of (index zset, bus channel), one pair a user; one Redis holds them all
-- how = note:    KEYS[4]  publish notes zset of this slot: score = time in ms, member = "seq conversation"
--
-- ARGV[9]  how: publish | note
-- ARGV[10] whether the message counts as unread: 1 | 0
-- ARGV[11] whose it is: 1 | 2
--
-- Returns {"accepted", epoch, seq, time in ms, count, ""} for a new entry, {"known", epoch, seq, time in ms, count, ""} for a
-- repeated send, its count 0 when the log has it no longer; {"out_of_order"} or {"replaced"}.

-- with part/clock
-- with part/tally
-- with part/cursor
-- with part/log
-- with part/index

local answer = answered() or out_of_turn()
if answer then
  return answer
end

local state = fields(meta, 'epoch', 'seq', 'run', 'count', 'touched')
local place = next_place(state, ARGV[10] == '1')
local kept = append(place, stored, '', 'c' .. ARGV[11], cursor_line(cursor_at(place)))

if ARGV[9] == 'note' then
  redis.call('ZADD', KEYS[4], text(place.time), text(place.seq) .. ' ' .. conversation)
else
  local stale = place.opens or is_stale(tonumber(state.touched) or 0)
  if stale then
    redis.call('HSET', meta, 'touched', text(micros))
  end
  local entry = bus_form(place, kept)
  for i = 4, #KEYS, 2 do
    if stale then
      touch(KEYS[i], conversation)
    end
    redis.call('SPUBLISH', KEYS[i + 1], entry)
  end
end
return accepted_at(place)
