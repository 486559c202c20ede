-- Reads consecutive entries of a direct conversation's log and where the log begins and ends, at one moment.
--
-- KEYS[1]  log stream
-- KEYS[2]  meta hash: epoch, seq
-- KEYS[3]  outcomes hash
-- KEYS[4]  reactors hashes, up to the seq
--
-- ARGV[1]  first seq wanted; 0 for the newest ones
-- ARGV[2]  most entries
-- ARGV[3]  most bytes of stored messages; one entry is given even when it is larger
-- ARGV[4]  reader
--
-- Returns {epoch, head seq, first seq, {seq, time, stored, seq, ...}, {seq, shown, ...}, clock in ms}, both in ascending order
-- of seq; `shown` is what part/outcome says of those to which something was done. By the clock the caller holds back what has
-- expired. Zeros and no entries when there is no log.

-- with part/clock
-- with part/outcome
-- with part/page

local from = ARGV[1]
local state = redis.call('HMGET', KEYS[2], 'epoch', 'seq')
if not state[1] then
  return {0, 0, 0, {}, {}, now}
end
local view = {log = KEYS[1], outcomes = KEYS[3], reactors = KEYS[4], reader = ARGV[4], visible = tonumber(state[2])}
view.operated = redis.call('EXISTS', view.outcomes) == 1
local entries, done = read(view, from, state[2], from == '0', tonumber(ARGV[2]), tonumber(ARGV[3]))
return {tonumber(state[1]), tonumber(state[2]), first_seq(view.log), entries, done, now}
