-- Does something to a message of a direct conversation, with an entry of its log that says so. part/log names KEYS[1..3] and
-- ARGV[1..5], part/operate KEYS[4..8] and ARGV[6..11], part/peers KEYS[10..].
--
-- KEYS[9]  as KEYS[4] of append.lua
--
-- meta also has  touched: clock in microseconds when the users' indexes were last told
--
-- ARGV[12] whose it is: 1 | 2
-- ARGV[13] who may write to the other user, where it is known; else empty
--
-- Returns as append.lua does; {"unchanged", epoch, 0, time in ms, 0, ""} when there was nothing to do; or {"refused", reason, value,
-- message}: NO_SUCH_MESSAGE, MESSAGE_RECALLED, NOT_YOUR_MESSAGE, TOO_LATE, TOO_MANY,
-- NOT_ACCEPTED, BLOCKED_BY_YOU.

-- with part/clock
-- with part/log
-- with part/index
-- with part/roster
-- with part/stored
-- with part/target
-- with part/outcome
-- with part/mention
-- with part/operate
-- with part/peers
-- with part/accepts

local answer = answered() or out_of_turn()
if answer then
  return answer
end

local state = fields(meta, 'epoch', 'seq', 'run', 'count', 'touched', 'b1', 'b2')
-- What was said can be taken back from whomever it was said to.
answer = kind ~= 'RECALL' and refuse_unwanted(state, ARGV[12], writers_of(KEYS[9], ARGV[13]))
if answer then
  return answer
end
local place, otherwise = operate(state, false)
if not place then
  return otherwise
end
tell_peers(10, place, place.kept, state.touched)
return accepted_at(place)
