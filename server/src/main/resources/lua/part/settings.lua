-- How a user wants its conversations.
--
-- KEYS[1]  settings hash: subject -> record, of those that differ from the default; "@" -> floor
-- KEYS[2]  versions zset: subject -> version of its newest change; also of some that are the default again
-- KEYS[3]  gone zset: those that are the default again, with the same version
--
-- A subject is a conversation, or a message that the user has deleted for itself: its conversation, a space, and epoch and seq in 16
-- digits each.
--
-- A version is a microsecond of Redis's clock at which something was changed, or more: each change of a user gets one, higher than
-- all before, and so it is over the loss of these keys. The floor is the version up to which changes may have been forgotten: the
-- moment at which these keys began, or the version of the newest that left `gone`. Who asks since less is told of everything.
--
-- A record is a row of fields, each behind its tag (1 byte) and its length (2); those that are the default are absent. But for one,
-- nobody here knows what a field means, so records may have fields that only newer nodes know. SettingsForm does.

local settings, versions, gone = KEYS[1], KEYS[2], KEYS[3]

local function newest_version()
  local top = redis.call('ZREVRANGE', versions, 0, 0, 'WITHSCORES')
  return tonumber(top[2]) or 0
end

local function floor_of()
  return tonumber(redis.call('HGET', settings, '@') or 0)
end
