-- Tells a group that its receipts changed, if that has yet to be told.
--
-- KEYS[1]  meta hash: epoch, told, as in move_group.lua
-- KEYS[2]  bus channel of the group
--
-- ARGV[1]  ms between two events of the group
--
-- Returns {ms until it is to be tried again, or 0}.

-- with part/clock
-- with part/hint

local state = fields(KEYS[1], 'epoch', 'told')
local last, due = string.match(state.told or '0 0', '^(%d+) (%d)$')
if due == '0' then
  return {0}
end
local interval = tonumber(ARGV[1])
local wait = last + interval - now
if wait > 0 and wait <= interval then
  return {wait}
end
redis.call('HSET', KEYS[1], 'told', text(now) .. ' 0')
redis.call('SPUBLISH', KEYS[2], receipts_hint(tonumber(state.epoch)))
return {0}
