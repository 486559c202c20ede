-- Notes in a direct conversation whether a user blocks the other one, in a Cluster, where its list lies on another slot. Of
-- two changes the one with the later ticket stays, in whatever order they come.
--
-- KEYS[1]  meta hash
--
-- ARGV[1]  whose side of the conversation the user is: 1 | 2
-- ARGV[2]  ticket; negative for one that unblocks
--
-- Returns {}.

local field, ticket = 'b' .. ARGV[1], tonumber(ARGV[2])
if math.abs(ticket) > math.abs(tonumber(redis.call('HGET', KEYS[1], field) or 0)) then
  redis.call('HSET', KEYS[1], field, ARGV[2])
end
return {}
