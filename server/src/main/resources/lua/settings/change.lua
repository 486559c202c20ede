-- Changes how a user wants conversations, all of them or none, and tells the user's sessions.
--
-- KEYS     as part/settings
-- KEYS[4]  bus channel of the user
--
-- ARGV[1]  most conversations that differ from the default
-- ARGV[2]  most that are the default again and are remembered as such
-- ARGV[3]  device
-- ARGV[4]  stamp of the session
-- ARGV[5..] pairs of (conversation, change), each conversation once; a change is a row of fields like a record, an empty field
--          takes away what is there
--
-- Returns {"changed", version, previous, record, ...} in the order of the changes: the version that each conversation has now, the
-- user's newest one before it, and all that is set. A change that finds everything as it wants it makes no version; `previous` is
-- the version itself then. Or {"refused", conversation}: one too many.

-- with part/clock
-- with part/settings

local channel, most, gone_most = KEYS[4], tonumber(ARGV[1]), tonumber(ARGV[2])

local function each_field(row, take)
  local at = 1
  while at <= #row do
    local tag, value, next_at = struct.unpack('>BHc0', row, at)
    take(tag, value)
    at = next_at
  end
end

-- What a record becomes by a change.
local function changed(record, change)
  local values, tags = {}, {}
  local function take(tag, value)
    if not values[tag] then
      tags[#tags + 1] = tag
    end
    values[tag] = value
  end
  each_field(record, take)
  each_field(change, take)
  table.sort(tags)
  local fields = {}
  for _, tag in ipairs(tags) do
    if values[tag] ~= '' then
      fields[#fields + 1] = struct.pack('>BHc0', tag, #values[tag], values[tag])
    end
  end
  return table.concat(fields)
end

-- Kind, stamp of the session, version, previous one, then conversation, device and record, each behind its length.
local function hint(conversation, version, previous, record)
  return struct.pack('>I1I8I8I8Hc0Hc0Hc0', 40, tonumber(ARGV[4]), version, previous, #conversation, conversation, #ARGV[3],
    ARGV[3], #record, record)
end

local function forget_oldest_gone()
  while redis.call('ZCARD', gone) > gone_most do
    local oldest = redis.call('ZPOPMIN', gone)
    redis.call('ZREM', versions, oldest[1])
    redis.call('HSET', settings, '@', oldest[2])
  end
end

local function write(conversation, version, record)
  redis.call('ZADD', versions, text(version), conversation)
  if record == '' then
    redis.call('HDEL', settings, conversation)
    redis.call('ZADD', gone, text(version), conversation)
  else
    redis.call('HSET', settings, conversation, record)
    redis.call('ZREM', gone, conversation)
  end
end

local planned, set = {}, math.max(0, redis.call('HLEN', settings) - 1)
for i = 5, #ARGV, 2 do
  local before = redis.call('HGET', settings, ARGV[i]) or ''
  local record = changed(before, ARGV[i + 1])
  set = set + (record ~= '' and 1 or 0) - (before ~= '' and 1 or 0)
  if set > most and before == '' and record ~= '' then
    return {'refused', ARGV[i]}
  end
  planned[#planned + 1] = {conversation = ARGV[i], record = record, news = record ~= before}
end

local newest, answer = newest_version(), {'changed'}
for _, each in ipairs(planned) do
  local version = tonumber(redis.call('ZSCORE', versions, each.conversation) or 0)
  local previous = version
  if each.news then
    previous = newest
    version = math.max(micros, previous + 1)
    newest = version
    if previous == 0 then
      redis.call('HSET', settings, '@', text(version - 1))
    end
    write(each.conversation, version, each.record)
    redis.call('SPUBLISH', channel, hint(each.conversation, version, previous, each.record))
  end
  answer[#answer + 1] = version
  answer[#answer + 1] = previous
  answer[#answer + 1] = each.record
end
forget_oldest_gone()
return answer
