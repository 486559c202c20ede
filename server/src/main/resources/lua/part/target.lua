-- The message that somebody refers to. Needs `log` and `meta`, part/clock, part/roster and part/stored.

-- Who sent the message, when, when it `expires`, if it does, and its `entry` in the log; or nil where there is none: never was or
-- is no more, has expired, in another life of the log, or it is a change or an operation.
local function message_at(epoch, seq)
  if tonumber(redis.call('HGET', meta, 'epoch') or 0) ~= epoch then
    return nil
  end
  local entry = redis.call('XRANGE', log, text(seq) .. '-0', text(seq) .. '-0')[1]
  if not entry or entry[2][5] == 'o' then
    return nil
  end
  local stored_there = stored_fields(entry[2][4])
  local time, ttl = tonumber(entry[2][2]), stored_there[36]
  local expires = ttl and time + ttl
  if stored_there[8] or (expires and expires <= now) then
    return nil
  end
  return {sender = stored_there[1], time = time, expires = expires, entry = entry[2][4]}
end

local function refuse_no_message(field, seq)
  return refuse('NO_SUCH_MESSAGE', text(seq), field, 'a message of this conversation')
end

-- Refuses what answers a message that is not there, or that the sender, of whom the group has this record, may not read.
local function refuse_unknown_reply(epoch, seq, record)
  if (record and not may_read(record, seq)) or not message_at(epoch, seq) then
    return refuse_no_message('reply_to_seq', seq)
  end
end
