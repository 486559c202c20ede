-- What every script does that gives a seq. Needs part/clock. The text before the script sets
--
-- run          the run of this Redis process where a restart may roll the log back, else empty; a log that was written
--              under another run gets a new epoch before its next seq, so that no (epoch, seq) is ever given twice
-- window       how many accepted ids are kept for a device, at least
-- ids_life     seconds that the accepted ids of a silent device are kept
-- publishing   whether this Redis holds what lies with users, too, so that the script tells them itself; else it leaves a note
-- entries_max  how many entries a log keeps, at least
--
-- KEYS[1]  log stream
-- KEYS[2]  meta hash: epoch, seq, run, time, count (of entries that count as unread)
-- KEYS[3]  accepted hash of the sender's device: client message id -> "epoch seq time [word]", the answer; and "@" ->
--          "session renewed count id": stamp of the newest session that appended here, second at which the hash's life was
--          renewed, ids accepted so far, the newest of them. Once it has a window of ids it becomes the hash whose name has
--          ":before" at its end, in the place of the one of the window before
--
-- ARGV[1]  client message id, 16 bytes
-- ARGV[2]  stamp of the sender's session
-- ARGV[3]  conversation id
-- ARGV[4]  stored message, bytes
-- ARGV[5]  client message id of the device's preceding unacked send, or empty

local log, meta, accepted = KEYS[1], KEYS[2], KEYS[3]
local id, session, conversation, stored, after = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

local accepted_before = accepted .. ':before'

local sent = redis.call('HMGET', accepted, id, '@')
local first = sent[1] or redis.call('HGET', accepted_before, id)
local newest_session, renewed, count, newest = string.match(sent[2] or '0 0 0', '^(%d+) (%d+) (%d+) ?(.*)$')

-- The first send's answer, when this is a repeated one.
local function answered()
  if first then
    -- with part/tally
    local epoch, seq, time, word = string.match(first, '^(%d+) (%d+) (%d+) ?%d* ?(%a*)$')
    return {'known', tonumber(epoch), tonumber(seq), tonumber(time), tally_at(log, tonumber(seq)) or 0, word}
  end
end

-- The answer to what an abandoned session sends, or what comes before its predecessor.
local function out_of_turn()
  if newest_session ~= session and tonumber(newest_session) > tonumber(session) then
    return {'replaced'}
  end
  -- What precedes a send is the newest id as a rule, and any other is looked for among all.
  if after ~= '' and after ~= newest
    and redis.call('HEXISTS', accepted, after) + redis.call('HEXISTS', accepted_before, after) == 0 then
    return {'out_of_order'}
  end
end

-- The next entry's place in the log whose meta has these `epoch`, `seq`, `count` and `run`; whether it counts as unread.
local function next_place(state, counts)
  local seq = tonumber(state.seq) or 0
  local count = (tonumber(state.count) or seq) + (counts and 1 or 0)
  local place = {epoch = tonumber(state.epoch), seq = seq + 1, time = now, count = count, opens = false}
  if not place.epoch then
    place.epoch, place.opens = micros, true
  elseif run ~= '' and state.run ~= run then
    place.epoch, place.opens = math.max(place.epoch + 1, micros), true
  end
  return place
end

-- Keeps the answer for when this is sent again. The life is renewed when half of it is gone, not at each send: one write less.
local function remember(place, word)
  count = count + 1
  -- Where a window is one id there is no hash before the first.
  if count % window == 0 and sent[2] then
    redis.call('RENAME', accepted, accepted_before)
    renewed = 0
  end
  local renew = seconds - renewed > ids_life / 2
  if renew then
    renewed = clock[1]
  end
  local answer = string.format('%d %d %d', place.epoch, place.seq, place.time)
  redis.call('HSET', accepted, id, word and answer .. ' ' .. word or answer, '@',
    string.format('%s %s %d ', session, renewed, count) .. id)
  if renew then
    redis.call('EXPIRE', accepted, ids_life)
    redis.call('EXPIRE', accepted_before, ids_life)
  end
end

-- The log is shortened once in so many entries, and not at each, which would cost Redis twice: here and in its file.
local TRIM_EVERY = 64

-- Appends the entry, and sets more fields of the meta hash. Gives the entry as the log has it now. One that does something
-- to a message says so by the place's `target`.
local function append(place, entry, word, ...)
  -- With the running count at its end, which part/tally finds there.
  local kept = entry .. struct.pack('<BBI8', 161, 1, place.count)
  local seq, time = text(place.seq), text(place.time)
  local entry_id = seq .. '-0'
  if place.target then
    redis.call('XADD', log, entry_id, 't', time, 'm', kept, 'o', text(place.target))
  else
    redis.call('XADD', log, entry_id, 't', time, 'm', kept)
  end
  if place.seq % TRIM_EVERY == 0 then
    redis.call('XTRIM', log, 'MAXLEN', '~', entries_max)
  end
  if place.opens then
    redis.call('HSET', meta, 'epoch', text(place.epoch), 'run', run)
  end
  redis.call('HSET', meta, 'seq', seq, 'time', time, 'count', text(place.count), ...)
  remember(place, word)
  return kept
end

local function accepted_at(place, word)
  return {'accepted', place.epoch, place.seq, place.time, place.count, word or ''}
end

-- The entry as the bus carries it; BusForm says the same.
local function bus_form(place, entry)
  return struct.pack('>I1I8I8I8Hc0', 1, place.epoch, place.seq, place.time, #conversation, conversation) .. entry
end
