-- Blocks a user no longer. Where this Redis holds the conversation too, in one step; in a Cluster in three: a ticket is drawn,
-- mark.lua takes it to the conversation, then the list forgets the user, unless it was blocked again by a later ticket.
--
-- KEYS[1..4], ARGV[1..2] as part/privacy
-- KEYS[5]  meta hash of the direct conversation; none in a Cluster
--
-- ARGV[3]  whom
-- ARGV[4]  whose side of the conversation the user is: 1 | 2
-- ARGV[5]  0 for the first step; the ticket for the last one
--
-- Returns {version, who may write, how many are blocked, ticket}; the ticket is 0 when nothing is left to be done.

-- with part/clock
-- with part/privacy

local whom, meta, ticket = ARGV[3], KEYS[5], tonumber(ARGV[5])
local listed = tonumber(redis.call('ZSCORE', blocked, whom) or 0)
local drawn = 0
if meta then
  redis.call('HDEL', meta, 'b' .. ARGV[4])
  ticket = listed + 1
elseif ticket == 0 and listed > 0 then
  drawn = next_version()
end
if 0 < listed and listed < ticket then
  redis.call('ZREM', blocked, whom)
  tell(next_version(), 'u' .. whom)
end
local answer = standing()
answer[4] = drawn
return answer
