-- Appends one message to the log of a direct conversation: idempotency, order, epoch, seq, entry, trimming, the sender's
-- cursor, the users' indexes, and the word to the bus. part/log names KEYS[1..3] and ARGV[1..8], part/peers the last KEYS.
--
-- KEYS[4]  privacy hash of the other user, where this Redis holds it; else any key of this slot, and ARGV[14] is not empty
-- KEYS[5]  mentions zset and ...
-- KEYS[6]  ... mentioning list, as part/mention has them; only for a message that mentions somebody
--
-- meta also has  touched: clock in microseconds when the users' indexes were last told
--                c1, c2: cursors of the two users, in the order of the conversation's id
--                b1, b2: part/accepts; mentioned: part/mention
--
-- ARGV[9]  how: publish | note
-- ARGV[10] whether the message counts as unread: 1 | 0
-- ARGV[11] whose it is: 1 | 2
-- ARGV[12] epoch and ...
-- ARGV[13] ... seq of the message that this one answers, or 0
-- ARGV[14] who may write to the other user, where it is known; else empty
-- ARGV[15] the other user when the message mentions it, else empty
--
-- Returns {"accepted", epoch, seq, time in ms, count, ""} for a new entry, {"known", epoch, seq, time in ms, count, ""} for a
-- repeated send, its count 0 when the log has it no longer; {"out_of_order"}, {"replaced"}, or {"refused", "NO_SUCH_MESSAGE",
-- seq, message} for an answer to nothing, {"refused", "NOT_ACCEPTED" or "BLOCKED_BY_YOU", "", ""}.

-- with part/clock
-- with part/tally
-- with part/cursor
-- with part/log
-- with part/index
-- with part/roster
-- with part/stored
-- with part/target
-- with part/peers
-- with part/accepts
-- with part/mention

local answer = answered() or out_of_turn()
if answer then
  return answer
end

local state = fields(meta, 'epoch', 'seq', 'run', 'count', 'touched', 'b1', 'b2', 'mentioned')
answer = refuse_unwanted(state, tonumber(ARGV[11]), writers_of(KEYS[4], ARGV[14]))
  or refuse_unknown_reply(tonumber(ARGV[12]), tonumber(ARGV[13]))
if answer then
  return answer
end
local place = next_place(state, ARGV[10] == '1')
local own, names, first = cursor_line(cursor_at(place)), ARGV[15], 5
local kept = append(place, stored, '', 'c' .. ARGV[11], own, mentioned_at(place, names))
if names ~= '' then
  keep_mentions(KEYS[5], KEYS[6], place, names, state.mentioned)
  first = 7
end

tell_peers(ARGV[9], first, place, kept, state.touched)
return accepted_at(place)
