-- Conversations of a user by touch, the latest first.

local SLACK_MICROS = 2000000

-- Those touched from `since` on, and below `below`, as a zset range has it; at most `limit`. A `since` that this index never
-- gave, because it was rolled back or lost since, counts as 0.
-- Marks of cursors that moved count as touches of their conversations, which may then come twice; whoever asks since 0 is
-- told of all conversations, and needs no marks.
-- Gives {version, lowest touch, {conversation, touch, ...}}. Every later touch is above the highest there is, whatever the
-- clock does; the version is two seconds below that, more than the one for which a touch may be saved.
local function touched(conversations, since, below, limit)
  local top = redis.call('ZREVRANGE', conversations, 0, 0, 'WITHSCORES')
  local version = math.max(0, (tonumber(top[2]) or 0) - SLACK_MICROS)
  local from = tonumber(since) <= version and since or '0'
  local found, edge, most = {}, below, 2 * tonumber(limit)
  repeat
    local chunk = redis.call('ZREVRANGEBYSCORE', conversations, edge, from, 'WITHSCORES', 'LIMIT', 0, limit)
    for i = 1, #chunk, 2 do
      local marked = string.sub(chunk[i], 1, 1) == '~'
      if #found < most and not (marked and from == '0') then
        found[#found + 1] = marked and string.sub(chunk[i], 2) or chunk[i]
        found[#found + 1] = tonumber(chunk[i + 1])
      end
    end
    edge = #chunk > 0 and '(' .. chunk[#chunk]
  until #chunk < most or #found == most
  return {version, tonumber(from), found}
end
