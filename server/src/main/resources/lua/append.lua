-- Appends one message to a conversation's log: idempotency, order, epoch, seq, entry, trimming, and the word to the bus.
--
-- KEYS[1]  log stream
-- KEYS[2]  meta hash: epoch, seq, run
-- KEYS[3]  accepted hash of the sender's device: client message id -> "epoch seq time", and "@" -> "session renewed count":
--          stamp of the newest session that appended here, second at which the hash's life was renewed, ids accepted
--          since the oldest were dropped
-- how = publish: KEYS[4..] pairs of (index zset, bus channel), one pair a member; one Redis holds them all
-- how = note:    KEYS[4]  publish notes zset of this slot: score = time in ms, member = "seq conversation"
--
-- ARGV[1]  client message id, 16 bytes
-- ARGV[2]  client message id of the device's preceding unacked send, or empty
-- ARGV[3]  stored message, bytes
-- ARGV[4]  how many accepted ids are kept for a device, at least
-- ARGV[5]  how many entries a log keeps, at least
-- ARGV[6]  conversation id
-- ARGV[7]  how: publish | note
-- ARGV[8]  run of this Redis process where a restart may roll the log back, else empty; a log that was written under
--          another run gets a new epoch before its next seq, so that no (epoch, seq) is ever given twice
-- ARGV[9]  seconds that the accepted ids of a silent device are kept
-- ARGV[10] stamp of the sender's session
--
-- Returns {"accepted", epoch, seq, time in ms} for a new entry, {"known", epoch, seq, time in ms} for a repeated send,
-- {"out_of_order"} or {"replaced"}.

local log, meta, accepted = KEYS[1], KEYS[2], KEYS[3]
local id, after, stored, session = ARGV[1], ARGV[2], ARGV[3], ARGV[10]
local window, conversation, how, run = tonumber(ARGV[4]), ARGV[6], ARGV[7], ARGV[8]

-- One call for all that decides; `after` may be empty, which no id is.
local known = redis.call('HMGET', accepted, id, after, '@')
if known[1] then
  local epoch, seq, time = string.match(known[1], '(%d+) (%d+) (%d+)')
  return {'known', tonumber(epoch), tonumber(seq), tonumber(time)}
end
local newest_session, renewed, count = string.match(known[3] or '0 0 0', '(%d+) (%d+) (%d+)')
if tonumber(newest_session) > tonumber(session) then
  return {'replaced'}
end
if after ~= '' and not known[2] then
  return {'out_of_order'}
end

local clock = redis.call('TIME')
local micros = clock[1] * 1000000 + clock[2]
local time = math.floor(micros / 1000)

local state = redis.call('HMGET', meta, 'epoch', 'seq', 'run')
local epoch, seq = tonumber(state[1]), tonumber(state[2])
local opened = false
if not epoch then
  epoch, seq, opened = micros, 0, true
elseif run ~= '' and state[3] ~= run then
  epoch, opened = math.max(epoch + 1, micros), true
end
seq = seq + 1

-- %.0f: Lua would write a number of this size as 1.7e+15.
local epoch_text = string.format('%.0f', epoch)
local seq_text = string.format('%.0f', seq)
local time_text = string.format('%.0f', time)

redis.call('XADD', log, 'MAXLEN', '~', ARGV[5], seq_text .. '-0', 't', time_text, 'm', stored)
if opened then
  redis.call('HSET', meta, 'epoch', epoch_text, 'seq', seq_text, 'run', run)
else
  redis.call('HSET', meta, 'seq', seq_text)
end

-- Between one and two windows of ids are kept, so that the oldest are looked for only once a window.
count = count + 1
if count > window then
  count = 0
  local all, oldest = redis.call('HGETALL', accepted), {}
  for i = 1, #all, 2 do
    if all[i] ~= '@' then
      local e, s = string.match(all[i + 1], '(%d+) (%d+)')
      oldest[#oldest + 1] = {all[i], tonumber(e), tonumber(s)}
    end
  end
  table.sort(oldest, function(a, b) return a[2] < b[2] or (a[2] == b[2] and a[3] < b[3]) end)
  -- One more than that, for the id that comes now.
  for i = 1, #oldest - window + 1 do
    redis.call('HDEL', accepted, oldest[i][1])
  end
end
-- The life is renewed when half of it is gone, not at each send: one write less.
local renew = clock[1] - renewed > ARGV[9] / 2
if renew then
  renewed = clock[1]
end
redis.call('HSET', accepted, id, epoch_text .. ' ' .. seq_text .. ' ' .. time_text,
  '@', session .. ' ' .. renewed .. ' ' .. string.format('%.0f', count))
if renew then
  redis.call('EXPIRE', accepted, ARGV[9])
end

if how == 'publish' then
  local entry = struct.pack('>I1I8I8I8Hc0', 1, epoch, seq, time, #conversation, conversation) .. stored
  for i = 4, #KEYS, 2 do
    if opened then
      redis.call('ZADD', KEYS[i], 0, conversation)
    end
    redis.call('SPUBLISH', KEYS[i + 1], entry)
  end
else
  redis.call('ZADD', KEYS[4], time_text, seq_text .. ' ' .. conversation)
end
return {'accepted', epoch, seq, time}
