-- Changes how a user wants conversations, all of them or none, and tells the user's sessions.
--
-- KEYS     as part/settings
-- KEYS[4]  bus channel of the user
-- KEYS[5]  deleted zset: the subjects that are messages, all with score 0
--
-- ARGV[1]  most subjects that differ from the default
-- ARGV[2]  most that are the default again and are remembered as such
-- ARGV[3]  device
-- ARGV[4]  stamp of the session
-- ARGV[5..] pairs of (subject, change), each subject once; a change is a row of fields like a record, an empty field
--          takes away what is there
--
-- Returns {"changed", version, previous, record, ...} in the order of the changes: the version that each conversation has now, the
-- user's newest one before it, and all that is set. A change that finds everything as it wants it makes no version; `previous` is
-- the version itself then. Of a message that is deleted with everything up to it nothing is written: its version and the previous one
-- are 0. Or {"refused", subject}: one too many.

-- with part/clock
-- with part/settings

local channel, deleted, most, gone_most = KEYS[4], KEYS[5], tonumber(ARGV[1]), tonumber(ARGV[2])

-- The field that says up to which entry everything is deleted: epoch and seq, 8 bytes each. It never goes back.
local CLEARED = 7

-- Subjects that are taken away in one command.
local CHUNK = 1000

local function each_field(row, take)
  local at = 1
  while at <= #row do
    local tag, value, next_at = struct.unpack('>BHc0', row, at)
    take(tag, value)
    at = next_at
  end
end

-- Whether the place of one field is beyond that of another.
local function is_beyond(one, other)
  local epoch, seq = struct.unpack('>I8I8', one)
  local other_epoch, other_seq = struct.unpack('>I8I8', other)
  return epoch > other_epoch or (epoch == other_epoch and seq > other_seq)
end

-- What a record becomes by a change.
local function changed(record, change)
  local values, tags = {}, {}
  local function take(tag, value)
    if not values[tag] then
      tags[#tags + 1] = tag
    elseif tag == CLEARED and not is_beyond(value, values[tag]) then
      return
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

-- Kind, stamp of the session, version, previous one, then subject, device and record, each behind its length.
local function hint(subject, version, previous, record)
  return struct.pack('>I1I8I8I8Hc0Hc0Hc0', 40, tonumber(ARGV[4]), version, previous, #subject, subject, #ARGV[3],
    ARGV[3], #record, record)
end

local function forget_oldest_gone()
  while redis.call('ZCARD', gone) > gone_most do
    local oldest = redis.call('ZPOPMIN', gone)
    redis.call('ZREM', versions, oldest[1])
    redis.call('HSET', settings, '@', oldest[2])
  end
end

-- Up to where everything is deleted by this record, in digits as in a subject; nil for nothing.
local function cleared_by(record)
  local digits
  each_field(record, function(tag, value)
    if tag == CLEARED then
      digits = string.format('%016.0f%016.0f', struct.unpack('>I8I8', value))
    end
  end)
  return digits
end

-- Whether a place is not beyond another, both in digits. Numbers are compared, because the order of strings is that of a locale here.
local function is_up_to(digits, bound)
  local epoch, bound_epoch = tonumber(digits:sub(1, 16)), tonumber(bound:sub(1, 16))
  return epoch < bound_epoch or (epoch == bound_epoch and tonumber(digits:sub(17)) <= tonumber(bound:sub(17)))
end

-- The messages of a conversation that a record reaches, as a range of `deleted`.
local function range(conversation, digits)
  return '[' .. conversation .. ' ', '[' .. conversation .. ' ' .. digits
end

-- They are deleted with everything up to them, and need no records of their own; who has some needs no news of that.
local function drop(conversation, digits)
  local from, to = range(conversation, digits)
  repeat
    local reached = redis.call('ZRANGEBYLEX', deleted, from, to, 'LIMIT', 0, CHUNK)
    if #reached > 0 then
      redis.call('HDEL', settings, unpack(reached))
      redis.call('ZREM', versions, unpack(reached))
      redis.call('ZREM', deleted, unpack(reached))
    end
  until #reached < CHUNK
end

local function write(planned, version)
  redis.call('ZADD', versions, text(version), planned.subject)
  if planned.record == '' then
    redis.call('HDEL', settings, planned.subject)
    redis.call('ZADD', gone, text(version), planned.subject)
  else
    redis.call('HSET', settings, planned.subject, planned.record)
    redis.call('ZREM', gone, planned.subject)
  end
  if planned.conversation then
    redis.call('ZADD', deleted, 0, planned.subject)
  end
  if planned.drops then
    drop(planned.subject, planned.drops)
  end
end

local planned, by_subject, set = {}, {}, math.max(0, redis.call('HLEN', settings) - 1)

local function record_of(subject)
  return by_subject[subject] and by_subject[subject].record or redis.call('HGET', settings, subject) or ''
end

-- What becomes of a subject. A message has `conversation`, and is idle if it is deleted already with everything up to it. `drops` are
-- the messages that are so now.
local function plan(subject, change)
  local before = record_of(subject)
  local each = {subject = subject, record = changed(before, change)}
  local conversation, digits = string.match(subject, '^(%S+) (%d+)$')
  each.conversation = conversation
  local cleared = cleared_by(record_of(conversation or subject))
  if conversation then
    each.idle = before == '' and cleared and is_up_to(digits, cleared)
  else
    local reaches = cleared_by(each.record)
    each.drops = reaches ~= cleared and reaches
  end
  each.news = each.record ~= before and not each.idle
  if each.news then
    set = set + (each.record ~= '' and 1 or 0) - (before ~= '' and 1 or 0)
    set = set - (each.drops and redis.call('ZLEXCOUNT', deleted, range(subject, each.drops)) or 0)
  end
  each.too_many = each.news and before == '' and set > most
  return each
end

for i = 5, #ARGV, 2 do
  local each = plan(ARGV[i], ARGV[i + 1])
  if each.too_many then
    return {'refused', each.subject}
  end
  by_subject[each.subject] = each
  planned[#planned + 1] = each
end

local newest, answer = newest_version(), {'changed'}
for _, each in ipairs(planned) do
  local version = each.idle and 0 or tonumber(redis.call('ZSCORE', versions, each.subject) or 0)
  local previous = version
  if each.news then
    previous = newest
    version = math.max(micros, previous + 1)
    newest = version
    if previous == 0 then
      redis.call('HSET', settings, '@', text(version - 1))
    end
    write(each, version)
    redis.call('SPUBLISH', channel, hint(each.subject, version, previous, each.record))
  end
  answer[#answer + 1] = version
  answer[#answer + 1] = previous
  answer[#answer + 1] = each.record
end
forget_oldest_gone()
return answer
