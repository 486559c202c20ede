-- The links into a group that have not expired, for owner and admins.
--
-- KEYS[1]  roster hash
-- KEYS[2]  links hash
--
-- ARGV[1]  asker
--
-- Returns {{token, expires in ms, uses left, created by, token, ...}}, or {"refused", reason, value, message}.

-- with part/clock
-- with part/roster
-- with part/staff

local refusal = refuse_all_but_staff(KEYS[1], ARGV[1])
if refusal then
  return refusal
end
local all, found = redis.call('HGETALL', KEYS[2]), {}
for i = 1, #all, 2 do
  local expires, uses, by = string.match(all[i + 1], '^(%d+) (%d+) (.+)$')
  if expires == '0' or tonumber(expires) > now then
    for _, value in ipairs({all[i], expires, uses, by}) do
      found[#found + 1] = value
    end
  end
end
return {found}
