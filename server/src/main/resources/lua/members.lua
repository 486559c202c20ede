-- Members of a group in the order of (seq of the newest change that concerned them, user), from a cursor on. Who changes
-- while somebody pages moves behind every cursor, so nobody is missed.
--
-- KEYS[1]  meta hash: epoch, version, floor (the newest change of a former member that is forgotten)
-- KEYS[2]  roster hash
-- KEYS[3]  changes zset: user -> seq of the newest change that concerned it
--
-- ARGV[1]  asker
-- ARGV[2]  cursor's epoch
-- ARGV[3]  cursor's seq; 0 starts a walk through all members
-- ARGV[4]  cursor's user: those of that very seq up to this one are behind the cursor
-- ARGV[5]  version of the group that the asker knew when this walk began: who left after it comes as somebody who left,
--          who left before is of no interest
-- ARGV[6]  most members
--
-- Returns {restarted (1 or 0), complete (1 or 0), epoch, seq, user and version of the next cursor, {members, as part/roster
-- lists them}}. A walk starts again when it could have missed somebody who is forgotten, and when the log was rolled back
-- or lost since: it is shorter then than the cursor says, or has another epoch.
-- {"refused", "FORBIDDEN", "", ""} for who is not a member.

-- with part/clock
-- with part/roster

local SCAN_MAX = 1000
local roster, changes = KEYS[2], KEYS[3]
local seq, user, since, most = tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])

if not member_of(roster, ARGV[1]) then
  return refuse('FORBIDDEN')
end
local state = fields(KEYS[1], 'epoch', 'version', 'floor')
local version, floor = tonumber(state.version), tonumber(state.floor) or 0
local another = tonumber(ARGV[2]) ~= tonumber(state.epoch)
local restarted = seq > 0 and (another or since < floor or math.max(seq, since) > version)
if seq == 0 or restarted then
  seq, user, since = 0, '', version
end

-- Whether a zset has `a` before `b` under the same score: by bytes, while Lua would ask the locale.
local function precedes(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then
      return x < y
    end
  end
  return #a < #b
end

-- Those of the cursor's own seq come again and are passed over; they are at most as many as one change can concern.
local scanned = redis.call('ZRANGEBYSCORE', changes, text(seq), '+inf', 'WITHSCORES', 'LIMIT', 0, SCAN_MAX)
local found = {}
local position = 1
while position < #scanned and #found < most do
  local name, changed = scanned[position], tonumber(scanned[position + 1])
  if changed > seq or precedes(user, name) then
    local record = record_of(roster, name)
    if record.rank > 0 or changed > since then
      found[#found + 1] = listed(record)
    end
    seq, user = changed, name
  end
  position = position + 2
end
local complete = position > #scanned and #scanned < 2 * SCAN_MAX
return {
  restarted and 1 or 0, complete and 1 or 0, tonumber(state.epoch), seq, user, complete and version or since, found
}
