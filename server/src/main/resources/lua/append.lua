-- Appends one message to the log of a direct conversation: idempotency, order, epoch, seq, entry, trimming, the users'
-- indexes, and the word to the bus. part/log names KEYS[1..3] and ARGV[1..8].
--
-- meta also has  touched: clock in microseconds when the users' indexes were last told
--
-- how = publish: KEYS[4..] pairs of (index zset, bus channel), one pair a user; one Redis holds them all
-- how = note:    KEYS[4]  publish notes zset of this slot: score = time in ms, member = "seq conversation"
--
-- ARGV[9]  how: publish | note
--
-- Returns {"accepted", epoch, seq, time in ms} for a new entry, {"known", epoch, seq, time in ms} for a repeated send,
-- {"out_of_order"} or {"replaced"}.

-- with part/clock
-- with part/log
-- with part/index

local answer = answered() or out_of_turn()
if answer then
  return answer
end

local state = fields(meta, 'epoch', 'seq', 'run', 'touched')
local place = next_place(state)
append(place, stored)

if ARGV[9] == 'note' then
  redis.call('ZADD', KEYS[4], text(place.time), text(place.seq) .. ' ' .. conversation)
else
  local stale = place.opens or is_stale(tonumber(state.touched) or 0)
  if stale then
    redis.call('HSET', meta, 'touched', text(micros))
  end
  local entry = bus_form(place, stored)
  for i = 4, #KEYS, 2 do
    if stale then
      touch(KEYS[i], conversation)
    end
    redis.call('SPUBLISH', KEYS[i + 1], entry)
  end
end
return {'accepted', place.epoch, place.seq, place.time}
