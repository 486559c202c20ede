-- Reads what was changed of how a user wants its conversations, in the order of the changes.
--
-- KEYS     as part/settings
--
-- ARGV[1]  version since which; 0 for all
-- ARGV[2]  most subjects
--
-- Returns {version, more, restarted, as of, subject, version, record, ...}: up to which version this tells everything; 1 if that
-- is not the newest; 1 if what was changed since is not known, and all there is comes instead; the version that later changes
-- are above. An empty record is the default.

-- with part/clock
-- with part/settings

local newest, since, restarted = newest_version(), tonumber(ARGV[1]), 0
if since > newest or since < floor_of() then
  since, restarted = 0, 1
end
local found = redis.call('ZRANGEBYSCORE', versions, '(' .. text(since), '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[2])
local names = {}
for i = 1, #found, 2 do
  names[#names + 1] = found[i]
end
local records = #names > 0 and redis.call('HMGET', settings, unpack(names)) or {}
local version = #found > 0 and tonumber(found[#found]) or newest
local answer = {version, version < newest and 1 or 0, restarted, math.max(micros, newest)}
for i, name in ipairs(names) do
  answer[#answer + 1] = name
  answer[#answer + 1] = tonumber(found[2 * i])
  answer[#answer + 1] = records[i] or ''
end
return answer
