-- Conversations of a user by touch, the latest first.

local SLACK_MICROS = 2000000

-- Those touched from `since` on, and below `below`, as a zset range has it; at most `limit`. A `since` that this index never
-- gave, because it was rolled back or lost since, counts as 0.
-- Gives {version, lowest touch, {conversation, touch, ...}}. Every later touch is above the highest there is, whatever the
-- clock does; the version is two seconds below that, more than the one for which a touch may be saved.
local function touched(conversations, since, below, limit)
  local top = redis.call('ZREVRANGE', conversations, 0, 0, 'WITHSCORES')
  local version = math.max(0, (tonumber(top[2]) or 0) - SLACK_MICROS)
  local from = tonumber(since) <= version and since or '0'
  local found = redis.call('ZREVRANGEBYSCORE', conversations, below, from, 'WITHSCORES', 'LIMIT', 0, limit)
  for i = 2, #found, 2 do
    found[i] = tonumber(found[i])
  end
  return {version, tonumber(from), found}
end
