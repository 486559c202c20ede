-- Appends one message to the log of a direct conversation: idempotency, order, epoch, seq, entry, trimming, the users'
-- indexes, and the word to the bus. part/log names KEYS[1..3] and ARGV[1..8], part/peers KEYS[4..].
--
-- meta also has  touched: clock in microseconds when the users' indexes were last told
--
-- ARGV[9]  how: publish | note
-- ARGV[10] epoch and ...
-- ARGV[11] ... seq of the message that this one answers, or 0
--
-- Returns {"accepted", epoch, seq, time in ms} for a new entry, {"known", epoch, seq, time in ms} for a repeated send,
-- {"out_of_order"}, {"replaced"}, or {"refused", "NO_SUCH_MESSAGE", seq, message} for an answer to nothing.

-- with part/clock
-- with part/log
-- with part/index
-- with part/roster
-- with part/stored
-- with part/target
-- with part/peers

local answer = answered() or out_of_turn() or refuse_unknown_reply(tonumber(ARGV[10]), tonumber(ARGV[11]))
if answer then
  return answer
end

local state = fields(meta, 'epoch', 'seq', 'run', 'touched')
local place = next_place(state)
append(place, stored)

tell_peers(ARGV[9], 4, place, state.touched)
return {'accepted', place.epoch, place.seq, place.time}
