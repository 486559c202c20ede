-- Who waits to be let into a group, for owner and admins.
--
-- KEYS[1]  roster hash
-- KEYS[2]  requests zset
--
-- ARGV[1]  asker
--
-- Returns {{user, time in ms, user, ...}}, oldest first, or {"refused", reason, value, message}.

-- with part/roster
-- with part/staff

return refuse_all_but_staff(KEYS[1], ARGV[1]) or {redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES')}
