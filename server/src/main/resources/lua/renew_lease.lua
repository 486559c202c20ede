-- Renews the lease of a node's run, and tells whose lease is over.
--
-- KEYS[1]  leases zset: run of a node -> when its lease ends, in ms
--
-- ARGV[1]  the node's run
-- ARGV[2]  for how long, in ms; 0 ends the lease now
-- ARGV[3]  ms after which a run whose lease is over is forgotten
-- ARGV[4]  most runs told
--
-- Returns {1 if the lease was over already, else 0, run, ...}: the runs whose lease ended last.

-- with part/clock

local leases, run = KEYS[1], ARGV[1]
local before = redis.call('ZSCORE', leases, run)
local lapsed = before and tonumber(before) < now
redis.call('ZADD', leases, text(now + ARGV[2]), run)
redis.call('ZREMRANGEBYSCORE', leases, '-inf', text(now - ARGV[3]))
local told = redis.call('ZREVRANGEBYSCORE', leases, '(' .. text(now), '-inf', 'LIMIT', 0, ARGV[4])
table.insert(told, 1, lapsed and 1 or 0)
return told
