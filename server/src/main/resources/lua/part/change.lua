-- What every change of a group does. Needs part/clock, tally, log, index, cursor and roster. A change is an entry of the log, and its seq
-- the version of the group from there on; part/log names KEYS[1..3] and ARGV[1..5], ARGV[5] being empty.
--
-- KEYS[2]  meta hash, also: version, members, dismissed, floor, and settings
-- KEYS[4]  bus channel of the group
-- KEYS[5]  roster hash
-- KEYS[6]  spoke hash
-- KEYS[7]  changes zset: user -> seq of the newest change that concerned it
-- KEYS[8]  former zset: former member -> seq at which it left
-- KEYS[9]  requests zset: who waits to be let in -> time in ms
-- KEYS[10] links hash: token -> "expires_ms uses_left created_by"
-- KEYS[11] publish notes zset of this slot
-- publishing: KEYS[12..] triples of (conversations zset, groups zset, bus channel), one a user of the change
--
-- ARGV[6]  actor
-- ARGV[7]  most members of a group
-- ARGV[8]  most groups of a user
-- ARGV[9]  number of users of the change
-- ARGV[10..] triples of (user, piece of a stored message that names it, number of its groups where not publishing), then what
--          the script itself explains: argument(1), argument(2), ...
--
-- Returns {"accepted", epoch, seq, time in ms, count, word, stored}, with the stored message only where not publishing and when
-- users' slots must be told; {"known", epoch, seq, time in ms, count, word} for a repeated command; {"unchanged", epoch, seq,
-- time, count, word} with the newest change when there was nothing to do; {"replaced"}; or {"refused", reason, value, message}. The word is
-- "pending" for who waits to be let in.

local channel, roster, spoke, changes, former = KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local requests, links, notes = KEYS[9], KEYS[10], KEYS[11]
local actor, members_max, groups_max = ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8])

-- What is older than that a former member, or one who was away, can read no longer; so it is far more than anybody comes and
-- goes between two looks at the group.
local STRETCHES_MAX = 64

local users = {}
for i = 1, tonumber(ARGV[9]) do
  local argument, key = 7 + 3 * i, 9 + 3 * i
  users[i] = {
    name = ARGV[argument], piece = ARGV[argument + 1], groups_before = tonumber(ARGV[argument + 2]),
    conversations = KEYS[key], groups = KEYS[key + 1], channel = KEYS[key + 2]
  }
end

local function argument(n)
  return ARGV[9 + 3 * #users + n]
end

local state = fields(meta, 'epoch', 'seq', 'run', 'count', 'time', 'version', 'members', 'dismissed', 'join')

-- Runs `act` for a member whose role is at least `least`.
local function change(least, act)
  local answer = answered()
  if answer then
    return answer
  end
  local me = member_of(roster, actor)
  if state.dismissed or not me then
    return refuse('FORBIDDEN')
  end
  answer = out_of_turn()
  if answer then
    return answer
  end
  if me.rank < RANK[least] then
    return refuse('ROLE_NOT_ALLOWED', me.role, 'role', 'at least ' .. least)
  end
  return act(me)
end

-- The answer when all is as wanted already. It is remembered like others: repeated later, when things are no longer so, it
-- must not become a change. When the log has the version's entry no longer, the time is that of the newest one.
local function unchanged(word)
  local entry = redis.call('XRANGE', log, state.version .. '-0', state.version .. '-0')[1]
  local place = {
    epoch = tonumber(state.epoch), seq = tonumber(state.version), time = tonumber(entry and entry[2][2] or state.time)
  }
  remember(place, word)
  local count = entry and tally_of(entry[2][4], place.seq) or 0
  return {'unchanged', place.epoch, place.seq, place.time, count, word or ''}
end

-- Appends the entry of a change and publishes it to the group; what it does to the roster is done besides. Gives the answer,
-- and the entry as the log has it.
local function commit(place, entry, word)
  local kept = append(place, entry, word, 'version', text(place.seq))
  redis.call('SPUBLISH', channel, bus_form(place, kept))
  return accepted_at(place, word), kept
end

-- Commits a change of who is a member, of which users' slots must hear.
local function commit_membership(place, entry, concerned, admits)
  local reply, kept = commit(place, entry)
  if not publishing then
    redis.call('ZADD', notes, text(place.time), text(place.seq) .. ' ' .. conversation)
    reply[7] = kept
    return reply
  end
  for _, user in ipairs(concerned) do
    local score = place.epoch + place.seq
    enlist(user.groups, user.conversations, conversation, admits and score or -score)
    if admits then
      redis.call('SPUBLISH', user.channel, bus_form(place, kept))
    end
  end
  return reply
end

-- Writes a record that the change at `place` concerned.
local function save(record, place)
  record.changed = place.seq
  redis.call('HSET', roster, record.user, roster_line(record))
  redis.call('ZADD', changes, text(place.seq), record.user)
end

local function count_members(place, difference)
  redis.call('HSET', meta, 'members', text(tonumber(state.members or 0) + difference))
end

-- Forgets the former members who left first, so that there are never more of them than a group may have members.
local function forget_oldest()
  while redis.call('ZCARD', former) > members_max do
    local oldest = redis.call('ZPOPMIN', former)
    redis.call('HDEL', roster, oldest[1])
    redis.call('ZREM', changes, oldest[1])
    redis.call('HDEL', spoke, oldest[1])
    redis.call('HSET', meta, 'floor', oldest[2])
  end
end

-- Why these users cannot all become members, if so.
local function no_room(fresh)
  if tonumber(state.members or 0) + #fresh > members_max then
    return refuse('GROUP_FULL', members_max, 'members', 'no more than that')
  end
  for _, user in ipairs(fresh) do
    local groups = user.groups_before or redis.call('ZCOUNT', user.groups, '(0', '+inf')
    if groups >= groups_max then
      return refuse('TOO_MANY', user.name, 'user', 'one in fewer than ' .. groups_max .. ' groups')
    end
  end
end

-- Makes a member of somebody who is not, with what it may still read of the times before. Nothing is unread at first.
local function seat(user, role, place)
  local record = record_of(roster, user.name) or {user = user.name, muted = 0, stretches = ''}
  local stretches = {}
  for stretch in string.gmatch(record.stretches, '[^,]+') do
    stretches[#stretches + 1] = stretch
  end
  stretches[#stretches + 1] = text(place.seq) .. '-'
  record.role = role
  record.stretches = table.concat(stretches, ',', math.max(1, #stretches - STRETCHES_MAX + 1))
  record.cursor = cursor_line_at(place)
  save(record, place)
  redis.call('ZREM', former, user.name)
  redis.call('ZREM', requests, user.name)
end

-- The users of the change who are not members.
local function outsiders()
  local found = {}
  for _, user in ipairs(users) do
    if not member_of(roster, user.name) then
      found[#found + 1] = user
    end
  end
  return found
end

local function with_pieces(concerned)
  local parts = {stored}
  for _, user in ipairs(concerned) do
    parts[#parts + 1] = user.piece
  end
  return table.concat(parts)
end

-- Makes members of those users of the change who are not.
local function admit()
  local fresh = outsiders()
  if #fresh == 0 then
    return unchanged()
  end
  local full = no_room(fresh)
  if full then
    return full
  end
  local place = next_place(state)
  for _, user in ipairs(fresh) do
    seat(user, 'member', place)
  end
  count_members(place, #fresh)
  return commit_membership(place, with_pieces(fresh), fresh, true)
end

-- Ends the membership of those users of the change who have one; `leaving` has their records by name.
local function expel(leaving)
  local gone = {}
  for _, user in ipairs(users) do
    if leaving[user.name] then
      gone[#gone + 1] = user
    end
  end
  if #gone == 0 then
    return unchanged()
  end
  local place = next_place(state)
  for _, user in ipairs(gone) do
    local record = leaving[user.name]
    record.role = '-'
    record.stretches = record.stretches .. text(place.seq)
    save(record, place)
    redis.call('ZADD', former, text(place.seq), user.name)
  end
  count_members(place, -#gone)
  forget_oldest()
  return commit_membership(place, with_pieces(gone), gone, false)
end
