-- Reads consecutive entries of a direct conversation's log and where the log begins and ends, at one moment.
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

-- with part/page

local log, from = KEYS[1], ARGV[1]
local state = redis.call('HMGET', KEYS[2], 'epoch', 'seq')
if not state[1] then
  return {0, 0, 0, {}}
end
local entries = read(log, from, state[2], from == '0', tonumber(ARGV[2]), tonumber(ARGV[3]))
return {tonumber(state[1]), tonumber(state[2]), first_seq(log), entries}
