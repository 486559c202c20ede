-- How a user stands in groups of one slot, and how far each group's log goes for it.
--
-- For each group four keys:
-- KEYS[4i+1]  meta hash: epoch, seq, time, count, version, dismissed, mentioned
-- KEYS[4i+2]  roster hash
-- KEYS[4i+3]  log stream
-- KEYS[4i+4]  mentions zset
--
-- ARGV[1]  user
--
-- Returns, for each group: member (1 or 0), seq at which it became one, epoch, newest seq it may read, time in ms of that
-- entry or 0 when the log has it no longer, newest seq of the log, version; then for a member the count of entries that count
-- as unread, its cursor's delivered, read, count at read, and its unread
-- mentions, as part/mention gives them; all 0 for who never was in this group.

-- with part/clock
-- with part/tally
-- with part/cursor
-- with part/roster
-- with part/mention

local found = {}

local function put(...)
  for _, value in ipairs({...}) do
    found[#found + 1] = value
  end
end

local function stand(meta, roster, log, mentions)
  local record = record_of(roster, ARGV[1])
  if not record then
    return put(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '')
  end
  local state = fields(meta, 'epoch', 'seq', 'time', 'count', 'version', 'dismissed', 'mentioned')
  local head = tonumber(state.seq)
  local stretches = stretches_of(record, head)
  local last = stretches[#stretches]
  local member = record.rank > 0 and not state.dismissed
  -- Who has left learns nothing of what goes on there now.
  local time = state.time
  if last.to < head then
    local entry = redis.call('XRANGE', log, text(last.to) .. '-0', text(last.to) .. '-0')[1]
    time = entry and entry[2][2] or 0
  end
  put(
    member and 1 or 0, member and last.from or 0, tonumber(state.epoch), last.to, tonumber(time), head,
    tonumber(state.version))
  local cursor = cursor_of(member and record.cursor)
  -- Where a member has no cursor yet, what was written before it came in is not for it.
  local after = math.max(cursor.read, last.from)
  put(
    member and head_of(state).count or 0, cursor.delivered, cursor.read, cursor.count,
    member and unread_mentions(mentions, state, ARGV[1], after) or '')
end

for i = 1, #KEYS, 4 do
  stand(KEYS[i], KEYS[i + 1], KEYS[i + 2], KEYS[i + 3])
end
return found
