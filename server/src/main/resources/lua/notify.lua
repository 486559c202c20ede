-- Tells a user's slot of an entry that was appended on another: index, then bus. Telling it twice, or late, does no harm.
--
-- KEYS[1]  conversations zset: conversation -> touch in microseconds
-- KEYS[2]  groups zset: group -> epoch + seq of the change that made the user a member; negative when it ended that
-- KEYS[3]  bus channel of the user
--
-- ARGV[1]  conversation
-- ARGV[2]  0 for a message of a direct conversation; else as the groups have it
-- ARGV[3]  entry as the bus carries it, or empty when the channel is not told
-- ARGV[4]  "amend" only takes out a group that the index has
--
-- Returns {1} when it was news, else {0}.

-- with part/clock
-- with part/index

local conversations, groups = KEYS[1], KEYS[2]
local conversation, place, entry = ARGV[1], tonumber(ARGV[2]), ARGV[3]

local news = true
if place == 0 then
  if is_stale(tonumber(redis.call('ZSCORE', conversations, conversation) or 0)) then
    touch(conversations, conversation)
  end
elseif ARGV[4] == 'amend' and tonumber(redis.call('ZSCORE', groups, conversation) or 0) <= 0 then
  news = false
else
  news = enlist(groups, conversations, conversation, place)
end
if news and entry ~= '' then
  redis.call('SPUBLISH', KEYS[3], entry)
end
return {news and 1 or 0}
