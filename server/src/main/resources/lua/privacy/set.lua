-- Says who may write to a user, or only asks.
--
-- KEYS[1..4], ARGV[1..2] as part/privacy
--
-- ARGV[3]  EVERYONE | CONTACTS | NOBODY, or empty to ask
--
-- Returns {version, who may write, how many are blocked}.

-- with part/clock
-- with part/privacy

local wanted = ARGV[3]
if wanted ~= '' and wanted ~= (redis.call('HGET', privacy, 'writers') or 'EVERYONE') then
  if wanted == 'EVERYONE' then
    redis.call('HDEL', privacy, 'writers')
  else
    redis.call('HSET', privacy, 'writers', wanted)
  end
  tell(next_version(), 'w' .. wanted)
end
return standing()
