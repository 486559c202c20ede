-- Appends one message to the log of a direct conversation: idempotency, order, epoch, seq, entry, trimming, the sender's
-- cursor, the users' indexes, and the word to the bus. part/log names KEYS[1..3] and ARGV[1..5], part/peers the last KEYS.
--
-- KEYS[4]  privacy hash of the other user, where this Redis holds it; else any key of this slot, and ARGV[8] is not empty
-- KEYS[5]  mentions zset and ...
-- KEYS[6]  ... mentioning list, as part/mention has them; only for a message that mentions somebody
--
-- meta also has  touched: clock in microseconds when the users' indexes were last told
--                c1, c2: cursors of the two users, in the order of the conversation's id
--                b1, b2: part/accepts; mentioned: part/mention
--
-- ARGV[6]  whether the message counts as unread: 1 | 0
-- ARGV[7]  whose it is: 1 | 2
-- ARGV[8]  who may write to the other user, where it is known; else empty
-- ARGV[9]  epoch and ...
-- ARGV[10] ... seq of the message that this one answers, or 0
-- ARGV[11] the other user when the message mentions it, else empty; these three only when the message answers or mentions
--
-- Returns {"accepted", epoch, seq, time in ms, count, ""} for a new entry, {"known", epoch, seq, time in ms, count, ""} for a
-- repeated send, its count 0 when the log has it no longer; {"out_of_order"}, {"replaced"}, or {"refused", "NO_SUCH_MESSAGE",
-- seq, message} for an answer to nothing, {"refused", "NOT_ACCEPTED" or "BLOCKED_BY_YOU", "", ""}.

-- with part/clock
-- with part/cursor
-- with part/log
-- with part/index
-- with part/peers
-- with part/accepts

local answer = answered() or out_of_turn()
if answer then
  return answer
end

local found = redis.call('HMGET', meta, 'epoch', 'seq', 'run', 'count', 'touched', 'b1', 'b2')
-- Its table written down and not grown field by field, as part/clock does it: that costs as much as a command.
local state = {
  epoch = found[1], seq = found[2], run = found[3], count = found[4], touched = found[5], b1 = found[6], b2 = found[7]
}
answer = refuse_unwanted(state, ARGV[7], writers_of(KEYS[4], ARGV[8]))
if not answer and ARGV[10] and ARGV[10] ~= '0' then
  -- with part/roster
  -- with part/stored
  -- with part/target
  answer = refuse_unknown_reply(tonumber(ARGV[9]), tonumber(ARGV[10]))
end
if answer then
  return answer
end

local place = next_place(state, ARGV[6] == '1')
local kept = append(place, stored, nil, 'c' .. ARGV[7], cursor_line_at(place))
local names, first = ARGV[11] or '', 5
if names ~= '' then
  -- with part/mention
  keep_mentions(meta, KEYS[5], KEYS[6], place, names)
  first = 7
end

tell_peers(first, place, kept, state.touched)
return accepted_at(place)
