-- Does something to a message that is in the log. Needs part/clock, log, roster, stored, target, outcome and mention. part/log names
-- KEYS[1..3] and ARGV[1..5].
--
-- KEYS[4]  outcomes hash
-- KEYS[5]  operated zset: the same seqs, by themselves, so that those which the log has no more can be found
-- KEYS[6]  reactors hashes, up to the seq: "emoji user" -> seq of the entry
-- KEYS[7]  pins zset: seq of the message -> seq of the entry
-- KEYS[8]  mentions zset
--
-- ARGV[6]  actor
-- ARGV[7]  epoch of the message
-- ARGV[8]  its seq
-- ARGV[9]  kind: RECALL | EDIT | REACT | UNREACT | PIN | UNPIN
-- ARGV[10] emoji, or empty
-- ARGV[11] how long the author may recall and edit, in ms

local outcomes, operated, reactors, pins, mentions = KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local actor, target_epoch, target = ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8])
local kind, emoji, author_window = ARGV[9], ARGV[10], tonumber(ARGV[11])

local EDITS_MAX, EMOJIS_MAX, REACTIONS_MAX, PINS_MAX = 100, 20, 2000, 100

-- Those of a reaction's users whom everybody is shown.
local USERS_SHOWN = 10

-- Outcomes that one operation takes away after their messages; each operation adds one at most.
local FORGOTTEN_AT_ONCE = 100

local target_reactors = reactors .. text(target)

local function too_many(limit, what)
  return refuse('TOO_MANY', limit, what, 'no more than that')
end

local function place_of(list, wanted)
  for i, each in ipairs(list) do
    if each[1] == wanted then
      return i
    end
  end
end

-- Takes away the pins of messages that have expired. Only what pins looks for them, and only when there is no room.
local function unpin_expired()
  for _, seq in ipairs(redis.call('ZRANGE', pins, 0, -1)) do
    local outcome = outcome_at(outcomes, seq)
    if outcome.p and outcome.p[4] and outcome.p[4] <= now then
      redis.call('ZREM', pins, seq)
    end
  end
end

-- Each changes the outcome, and what else there is of the `message`, for an entry at `place`. Says `false` when all is as
-- wanted already, or refuses; then it has changed nothing.
local act = {}

function act.RECALL(outcome, place, message)
  if outcome.r then
    return false
  end
  for part in pairs(outcome) do
    outcome[part] = nil
  end
  outcome.r = {place.seq, place.time, actor}
  redis.call('DEL', target_reactors)
  redis.call('ZREM', pins, target)
  forget_mentions(mentions, target, names_in(message.entry))
end

function act.EDIT(outcome, place)
  local edits = outcome.e or {}
  if #edits >= EDITS_MAX then
    return too_many(EDITS_MAX, 'edits')
  end
  edits[#edits + 1] = place.seq
  outcome.e = edits
end

function act.REACT(outcome, place)
  local reactions, field = outcome.x or {}, emoji .. ' ' .. actor
  if redis.call('HEXISTS', target_reactors, field) == 1 then
    return false
  end
  local i = place_of(reactions, emoji)
  if not i and #reactions >= EMOJIS_MAX then
    return too_many(EMOJIS_MAX, 'different reactions')
  end
  if redis.call('HLEN', target_reactors) >= REACTIONS_MAX then
    return too_many(REACTIONS_MAX, 'reactions')
  end
  redis.call('HSET', target_reactors, field, text(place.seq))
  i = i or #reactions + 1
  local reaction = reactions[i] or {emoji, 0, 0, {}}
  reaction[2], reaction[3] = reaction[2] + 1, place.seq
  local shown = reaction[4]
  shown[#shown + 1] = actor
  if #shown > USERS_SHOWN then
    table.remove(shown, 1)
  end
  reactions[i] = reaction
  outcome.x = reactions
end

function act.UNREACT(outcome, place)
  if redis.call('HDEL', target_reactors, emoji .. ' ' .. actor) == 0 then
    return false
  end
  local reactions = outcome.x
  local i = place_of(reactions, emoji)
  local reaction = reactions[i]
  reaction[2], reaction[3] = reaction[2] - 1, place.seq
  for j, user in ipairs(reaction[4]) do
    if user == actor then
      table.remove(reaction[4], j)
      break
    end
  end
  if reaction[2] == 0 then
    table.remove(reactions, i)
  end
  outcome.x = #reactions > 0 and reactions or nil
end

function act.PIN(outcome, place, message)
  if outcome.p then
    return false
  end
  if redis.call('ZCARD', pins) >= PINS_MAX then
    unpin_expired()
  end
  if redis.call('ZCARD', pins) >= PINS_MAX then
    return too_many(PINS_MAX, 'pins')
  end
  redis.call('ZADD', pins, text(place.seq), text(target))
  outcome.p = {place.seq, place.time, actor, message.expires}
end

function act.UNPIN(outcome)
  if not outcome.p then
    return false
  end
  redis.call('ZREM', pins, text(target))
  outcome.p = nil
end

-- Why the actor may not, if so; `staff` may recall whatever they read.
local function refuse_foreign(message, staff)
  if (kind ~= 'RECALL' and kind ~= 'EDIT') or (kind == 'RECALL' and staff) then
    return nil
  end
  if message.sender ~= actor then
    return refuse('NOT_YOUR_MESSAGE', text(target), 'operation.target_seq', 'a message of your own')
  end
  if now - message.time > author_window then
    return refuse('TOO_LATE', text(author_window), 'time since the message', 'at most that many ms')
  end
end

local function keep(outcome)
  if next(outcome) then
    redis.call('HSET', outcomes, text(target), cmsgpack.pack(outcome))
    redis.call('ZADD', operated, text(target), text(target))
  else
    redis.call('HDEL', outcomes, text(target))
    redis.call('ZREM', operated, text(target))
  end
end

-- Takes away what there is of messages that the log has no more.
local function forget_trimmed()
  local first = string.match(redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1][1], '^%d+')
  local gone = redis.call('ZRANGEBYSCORE', operated, '-inf', '(' .. first, 'LIMIT', 0, FORGOTTEN_AT_ONCE)
  for _, seq in ipairs(gone) do
    redis.call('HDEL', outcomes, seq)
    redis.call('DEL', reactors .. seq)
    redis.call('ZREM', pins, seq)
    redis.call('ZREM', operated, seq)
  end
end

local function refuse_unknown_target()
  return refuse_no_message('operation.target_seq', target)
end

-- Operates in the log whose meta has this state. Gives the entry's place, with what the log `kept`, or what to answer instead.
local function operate(state, staff)
  local message = message_at(target_epoch, target)
  if not message then
    return nil, refuse_unknown_target()
  end
  local foreign = refuse_foreign(message, staff)
  if foreign then
    return nil, foreign
  end
  local outcome = outcome_at(outcomes, text(target))
  if outcome.r and kind ~= 'RECALL' then
    return nil, refuse('MESSAGE_RECALLED', text(target), 'operation.target_seq', 'a message that is not recalled')
  end
  local place = next_place(state, false)
  place.target = target
  local done = act[kind](outcome, place, message)
  if done == false then
    -- Remembered like others: repeated later, when things are no longer so, it must not become an operation.
    local nowhere = {epoch = tonumber(state.epoch), seq = 0, time = now}
    remember(nowhere)
    return nil, {'unchanged', nowhere.epoch, nowhere.seq, nowhere.time, 0, ''}
  elseif done then
    return nil, done
  end
  -- What an edit says lives no longer than its message.
  local expiring = kind == 'EDIT' and message.expires
  place.kept = append(place, expiring and living(stored, message.expires - now) or stored)
  keep(outcome)
  forget_trimmed()
  return place
end
