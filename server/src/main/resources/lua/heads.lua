-- How far direct conversations of one slot go.
--
-- KEYS  meta hash of each: epoch, seq, time
--
-- Returns epoch, seq and time in ms of each; all 0 for one without a log. Logs that were last written before there were
-- times have the time 0.

local found = {}
for i, meta in ipairs(KEYS) do
  for j, value in ipairs(redis.call('HMGET', meta, 'epoch', 'seq', 'time')) do
    found[3 * i - 3 + j] = tonumber(value or 0)
  end
end
return found
