-- Lists a user's devices, the last seen first.
--
-- KEYS[1]  the user's sessions hash: part/sessions
--
-- ARGV[1]  most devices
--
-- Returns {device, name, class, when its session ended, or began if it lives, in ms, 1 if it lives, its node's run, ...}.

-- with part/clock
-- with part/sessions

local found = sessions_in(KEYS[1])
local function seen(of)
  return of.ended == 0 and of.since or of.ended
end
table.sort(found, function(a, b)
  if (a.ended == 0) ~= (b.ended == 0) then
    return a.ended == 0
  end
  return seen(a) > seen(b)
end)
local list = {}
for i = 1, math.min(#found, tonumber(ARGV[1])) do
  local of = found[i]
  for _, value in ipairs({of.device, of.name, of.platform, seen(of), of.ended == 0 and now < of.good_until and 1 or 0, of.node}) do
    list[#list + 1] = value
  end
end
return list
