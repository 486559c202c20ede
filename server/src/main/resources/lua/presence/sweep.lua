-- Forgets sessions whose node died. Nobody is told: whoever watches knows it by the lease.
--
-- KEYS[1]  presence hash, as part/presence
--
-- ARGV     for each session: its field, its value as it was read, and ms at which its lease was last refreshed
--
-- Returns {how many were forgotten}.

local presence, forgotten = KEYS[1], 0
for i = 1, #ARGV, 3 do
  if redis.call('HGET', presence, ARGV[i]) == ARGV[i + 1] then
    redis.call('HDEL', presence, ARGV[i])
    forgotten = forgotten + 1
    local seen = tonumber(redis.call('HGET', presence, 'seen') or 0)
    if redis.call('HGET', presence, 'invisible') ~= '1' and tonumber(ARGV[i + 2]) > seen then
      redis.call('HSET', presence, 'seen', ARGV[i + 2])
    end
  end
end
return {forgotten}
