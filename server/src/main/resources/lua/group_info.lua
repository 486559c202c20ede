-- A group as one of its members sees it.
--
-- KEYS[1]  meta hash
-- KEYS[2]  roster hash
--
-- ARGV[1]  asker
--
-- Returns {{field, value, ...} of meta, {user, role, muted until, joined, changed, 0}}, or {"refused", "FORBIDDEN", "", ""} for who
-- is not a member.

-- with part/roster

local me = member_of(KEYS[2], ARGV[1])
if not me then
  return refuse('FORBIDDEN')
end
return {redis.call('HGETALL', KEYS[1]), listed(me)}
