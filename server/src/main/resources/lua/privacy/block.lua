-- Blocks a user: into the list, and where this Redis holds the conversation too, into its meta.
--
-- KEYS[1..4], ARGV[1..2] as part/privacy
-- KEYS[5]  meta hash of the direct conversation; none in a Cluster, where mark.lua follows
--
-- ARGV[3]  whom
-- ARGV[4]  whose side of the conversation the user is: 1 | 2
-- ARGV[5]  most users in the list
--
-- Returns {version, who may write, how many are blocked, ticket}, or {"refused", "TOO_MANY", limit, message}.

-- with part/clock
-- with part/privacy

local whom, meta = ARGV[3], KEYS[5]
local ticket = tonumber(redis.call('ZSCORE', blocked, whom) or 0)
local news = ticket == 0
if news and redis.call('ZCARD', blocked) >= tonumber(ARGV[5]) then
  return {'refused', 'TOO_MANY', ARGV[5], 'blocked users (expected: <= ' .. ARGV[5] .. ')'}
end
-- In a Cluster repeated with a ticket of its own: the other slot may have lost the first, or an unblocking be on its way.
if news or not meta then
  ticket = next_version()
  redis.call('ZADD', blocked, text(ticket), whom)
end
if meta then
  redis.call('HSET', meta, 'b' .. ARGV[4], text(ticket))
end
if news then
  tell(ticket, 'b' .. whom)
end
local answer = standing()
answer[4] = ticket
return answer
