-- Refreshes a node's lease, and reads those of all nodes.
--
-- A lease that lapsed is never good again, because others may have told its users' watchers so: the node gets another one. But
-- time in which no node at all could refresh, because Redis was away, counts for nobody.
--
-- KEYS[1]  leases zset: "<microsecond of its begin>/<node>" -> ms at which it was last refreshed
--
-- ARGV[1]  the node's lease, or empty when it has none yet
-- ARGV[2]  node
-- ARGV[3]  ms without a refresh after which a lease is over
-- ARGV[4]  ms for which one that is over is remembered
--
-- Returns {the node's lease, ms now, {lease, ms of its refresh, ...}}.

-- with part/clock

local leases, own, node, life = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])

local refreshed, last = {}, 0
local all = redis.call('ZRANGE', leases, 0, -1, 'WITHSCORES')
for i = 1, #all, 2 do
  refreshed[all[i]] = tonumber(all[i + 1])
  last = math.max(last, refreshed[all[i]])
end

local function refresh(lease, at)
  refreshed[lease] = at
  redis.call('ZADD', leases, text(at), lease)
end

if last > 0 and (now < last or now - last > life / 2) then
  -- Moves the leases that were good at that time, by as much as the clock has gone on since, or back.
  for lease, at in pairs(refreshed) do
    if last - at <= life then
      refresh(lease, at + now - last)
    end
  end
end
if not refreshed[own] or now - refreshed[own] > life then
  own = text(micros) .. '/' .. node
  redis.call('ZREMRANGEBYSCORE', leases, '-inf', text(now - ARGV[4]))
end
refresh(own, now)
local found = {}
for lease, at in pairs(refreshed) do
  found[#found + 1] = lease
  found[#found + 1] = at
end
return {own, now, found}
