-- A user's index. Needs part/clock.

-- A younger touch tells a device nothing new: what it asks since reaches two seconds back.
local TOUCH_MICROS = 1000000

-- Whether a touch at that microsecond has to be made again; one in the future is of a clock that went back.
local function is_stale(touched)
  return micros < touched or micros - touched >= TOUCH_MICROS
end

-- Puts a conversation at the end of the order of activity, which never goes back, whatever the clock does.
local function touch(conversations, conversation)
  local top = redis.call('ZREVRANGE', conversations, 0, 0, 'WITHSCORES')
  redis.call('ZADD', conversations, text(math.max(micros, (tonumber(top[2]) or 0) + 1)), conversation)
end

-- Of a direct conversation whose cursors moved the index has a mark, "~" and the id, in the same order of touches: whoever
-- asks what was touched since then learns of it, and the order of activity stays as it is.
local function mark(conversations, conversation)
  local name = '~' .. conversation
  if is_stale(tonumber(redis.call('ZSCORE', conversations, name) or 0)) then
    touch(conversations, name)
  end
end

-- Groups that a user was in and is not any more are remembered in this number, those of the highest places, so that what
-- comes late does not bring them back. One that is forgotten can come back, until somebody asks the group and takes it out.
local LEFT_MAX = 200

-- Takes note that a change made the user a member, or with a negative place, ended that. A place is epoch + seq: it grows
-- from change to change, also over the loss of a log, whose next epoch is the clock. Of two changes the later one stays,
-- in whatever order they come. Says whether this was news.
local function enlist(groups, conversations, group, place)
  local before = tonumber(redis.call('ZSCORE', groups, group) or 0)
  if math.abs(place) <= math.abs(before) then
    return false
  end
  redis.call('ZADD', groups, text(place), group)
  if place < 0 then
    local left = redis.call('ZCOUNT', groups, '-inf', '(0')
    if left > LEFT_MAX then
      redis.call('ZREMRANGEBYRANK', groups, LEFT_MAX, left - 1)
    end
  end
  touch(conversations, group)
  return true
end
