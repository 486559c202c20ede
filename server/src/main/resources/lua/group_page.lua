-- Reads consecutive entries of a group's log out of one stretch that the reader may read: one of its memberships, or for a
-- member of a group whose history is for all, the whole log.
--
-- KEYS[1]  log stream
-- KEYS[2]  meta hash: epoch, seq, history
-- KEYS[3]  outcomes hash
-- KEYS[4]  reactors hashes, up to the seq
-- KEYS[5]  roster hash
--
-- ARGV[1..4]  as page.lua
--
-- Returns as page.lua. The head is the newest entry that the reader may read. The first seq is where the stretch begins, or
-- what the log still has of it: behind a hole, that of the next stretch, so the reader skips the hole; one more than the
-- head when the log has nothing of it any more. {"refused", "FORBIDDEN", "", ""} for who never was in this group.

-- with part/clock
-- with part/roster
-- with part/outcome
-- with part/page

local log, roster = KEYS[1], KEYS[5]
local from, most, bytes, reader = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]

local state = fields(KEYS[2], 'epoch', 'seq', 'history')
local record = record_of(roster, reader)
if not record then
  return refuse('FORBIDDEN')
end

local head = tonumber(state.seq)
local stretches = stretches_of(record, head)
if record.rank > 0 and state.history == 'ALL' then
  stretches = {{from = 1, to = head}}
end

local first = first_seq(log)
local last = stretches[#stretches]
local here = last
if from > 0 then
  for _, stretch in ipairs(stretches) do
    if stretch.to >= math.max(from, first) then
      here = stretch
      break
    end
  end
end

local begins = math.min(math.max(here.from, first), last.to + 1)
local start = math.min(math.max(from, begins), here.to + 1)
local view = {log = log, outcomes = KEYS[3], reactors = KEYS[4], reader = reader, visible = last.to}
view.operated = redis.call('EXISTS', view.outcomes) == 1
local entries, done = read(view, text(start), text(here.to), from == 0, most, bytes)
return {tonumber(state.epoch), last.to, begins, entries, done, now}
