-- Who asks about single messages. Needs part/clock and part/roster.
--
-- KEYS[1]  log stream
-- KEYS[2]  meta hash: epoch, seq, history
-- KEYS[3]  outcomes hash
-- KEYS[4]  reactors hashes, up to the seq
-- KEYS[5]  pins zset
-- KEYS[6]  roster hash; in groups only
--
-- ARGV[1]  reader

local log, meta = KEYS[1], KEYS[2]
local view = {log = log, outcomes = KEYS[3], reactors = KEYS[4], reader = ARGV[1]}
local state = fields(meta, 'epoch', 'seq', 'history')

-- Opens the view for the reader, with `visible`, the last entry that it may read; false for who never was in the group.
local function enter()
  view.visible = tonumber(state.seq or 0)
  if KEYS[6] then
    local record = record_of(KEYS[6], view.reader)
    if not record then
      return false
    end
    local stretches = stretches_of(record, view.visible)
    view.visible = stretches[#stretches].to
    record.reads_all = record.rank > 0 and state.history == 'ALL'
    view.record = record
  end
  return true
end

local function can_see(seq)
  return not view.record or may_read(view.record, seq)
end
