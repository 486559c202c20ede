-- A group's roster: user -> "role muted changed stretches cursor", as docs/adr/007-groups-in-redis.md and part/cursor explain.

local RANK = {['-'] = 0, member = 1, admin = 2, owner = 3}

-- A line of the roster, which had no cursor before there were any.
local function parsed(user, line)
  local role, muted, changed, stretches, cursor = string.match(line, '^(%S+) (%d+) (%d+) (%S+) ?(%S*)$')
  return {
    user = user, role = role, rank = RANK[role], muted = tonumber(muted), changed = tonumber(changed),
    stretches = stretches, cursor = cursor
  }
end

local function roster_line(record)
  return string.format(
    '%s %d %d %s %s', record.role, record.muted, record.changed, record.stretches, record.cursor or '')
end

-- What the roster has of a user, or nil for somebody who never was a member.
local function record_of(roster, user)
  local line = redis.call('HGET', roster, user)
  return line and parsed(user, line) or nil
end

-- The seq from which on somebody with these stretches is a member now.
local function since_of(stretches)
  return tonumber(string.match(stretches, '(%d+)%-%d*$'))
end

-- Nil alike for a group that is not there, for who never was in it, and for who is not any more.
local function member_of(roster, user)
  local record = record_of(roster, user)
  return record and record.rank > 0 and record or nil
end

-- The stretches of the log that a record names, oldest first; one that still goes on ends at `head`.
local function stretches_of(record, head)
  local found = {}
  for from, to in string.gmatch(record.stretches, '(%d+)%-(%d*)') do
    found[#found + 1] = {from = tonumber(from), to = tonumber(to) or head}
  end
  return found
end

-- Whether a member may read the entry; `reads_all` of its record says that the group's history is for all.
local function may_read(record, seq)
  if record.reads_all then
    return true
  end
  for _, stretch in ipairs(stretches_of(record, math.huge)) do
    if stretch.from <= seq and seq <= stretch.to then
      return true
    end
  end
  return false
end

-- Refuses a value of some field, and says what was expected instead; without a field, the words are Refusal's.
local function refuse(reason, value, field, expected)
  local shown = value and tostring(value) or ''
  local message = field and field .. (shown ~= '' and ': ' .. shown or '') .. ' (expected: ' .. expected .. ')'
  return {'refused', reason, shown, message or ''}
end

-- Refuses who may not speak in a group whose meta has this state.
local function refuse_muted(record, state)
  if record.muted > now then
    return refuse('MUTED', text(record.muted))
  end
  if state.everyone_muted == '1' and record.role == 'member' then
    return refuse('MUTED')
  end
end

-- A record as lists of members have it: user, role, muted until, joined, changed, whether it is a member no longer.
local function listed(record)
  local stretches = stretches_of(record, 0)
  return {
    record.user, record.role, record.muted, stretches[#stretches].from, record.changed, record.rank > 0 and 0 or 1
  }
end
