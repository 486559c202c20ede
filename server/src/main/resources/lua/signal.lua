-- Publishes a signal to the other user of a direct conversation, if that takes what its sender writes.
--
-- KEYS[1]  meta hash
-- KEYS[2]  privacy hash of who is to get it; with ...
-- KEYS[3]  ... its bus channel, none in a Cluster, where the caller publishes
--
-- ARGV[1]  whose it is: 1 | 2
-- ARGV[2]  who may write to the other user, where it is known; else empty
-- ARGV[3]  signal as the bus carries it
--
-- Returns {}, or {"refused", reason, "", ""}: NOT_ACCEPTED, BLOCKED_BY_YOU.

-- with part/clock
-- with part/accepts

local state = fields(KEYS[1], 'seq', 'b1', 'b2')
local unwanted = refuse_unwanted(state, ARGV[1], writers_of(KEYS[2], ARGV[2]))
if unwanted then
  return unwanted
end
if KEYS[3] then
  redis.call('SPUBLISH', KEYS[3], ARGV[3])
end
return {}
